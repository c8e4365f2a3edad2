package dev.ringdown.server.support;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/**
 * Netty's leak detector, with its reports kept instead of only logged. It tells of a buffer that was garbage collected
 * before it was released, at the time when another is allocated.
 */
final class LeakWatch extends ResourceLeakDetectorFactory {
    private static final String CANARY = "this one is leaked on purpose, to see whether leaks are seen";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final List<String> leaks = new CopyOnWriteArrayList<>();

    /** Begins; before any buffer is allocated. */
    void begin() {
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
        ResourceLeakDetectorFactory.setResourceLeakDetectorFactory(this);
    }

    @Override
    @SuppressWarnings("deprecation") // there is no other method to implement
    public <T> ResourceLeakDetector<T> newResourceLeakDetector(
            Class<T> resource, int samplingInterval, long maxActive) {
        return new ResourceLeakDetector<>(resource, samplingInterval) {
            @Override
            protected void reportTracedLeak(String resourceType, String records) {
                leaks.add(resourceType + records);
            }

            @Override
            protected void reportUntracedLeak(String resourceType) {
                leaks.add(resourceType);
            }
        };
    }

    /**
     * Everything that was leaked so far. Leaks one more buffer on purpose and waits for the report of it: so what was
     * leaked before is seen too, and a detector that sees nothing is not taken for a server that leaks nothing.
     *
     * @throws AssertionError if the detector does not see even that one
     */
    List<String> leaks() {
        leakCanary();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (reports().noneMatch(LeakWatch::isCanary)) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("The leak detector does not see a leak made on purpose");
            }
            System.gc();
            PooledByteBufAllocator.DEFAULT.directBuffer().release();
        }
        return reports().filter(leak -> !isCanary(leak)).toList();
    }

    /** What its detectors reported up to now. */
    Stream<String> reports() {
        return leaks.stream();
    }

    private static void leakCanary() {
        ByteBuf canary = PooledByteBufAllocator.DEFAULT.directBuffer();
        canary.touch(CANARY);
    }

    private static boolean isCanary(String leak) {
        return leak.contains(CANARY);
    }
}
