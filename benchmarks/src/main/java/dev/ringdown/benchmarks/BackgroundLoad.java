package dev.ringdown.benchmarks;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Messages that pairs relay while something else is measured: at random times (Poisson) and a given rate, whatever the
 * server makes of it (an open loop), one pair after the other, from one thread of its own.
 *
 * <p>Begun and ended by one thread.
 */
final class BackgroundLoad implements AutoCloseable {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long DRAIN_EVERY_NANOS = 1_000_000;
    private static final long PATIENCE_NANOS = 10 * NANOS_PER_SECOND;

    private final List<Pair> pairs;
    private final int perSecond;
    private final Selector selector = Selector.open();
    private final ByteBuffer scratch = ByteBuffer.allocateDirect(64 * 1024);
    private final Thread thread = new Thread(this::run, "background load");
    private final long startNanos = System.nanoTime();

    private volatile boolean ending;
    private volatile long sent;
    private volatile @Nullable Exception failure;
    private long bytesDue;
    private long bytesReceived;

    /**
     * Begins.
     *
     * @param pairs theirs and nobody else's are these clients from now on
     * @param perSecond messages of all pairs together; 0 for none
     */
    BackgroundLoad(List<Pair> pairs, int perSecond) throws IOException {
        this.pairs = pairs;
        this.perSecond = perSecond;
        for (Pair pair : pairs) {
            SocketChannel socket = pair.target().socket();
            socket.configureBlocking(false).register(selector, SelectionKey.OP_READ);
        }
        if (perSecond > 0) {
            thread.setDaemon(true);
            thread.start();
        }
    }

    private void run() {
        try {
            sendUntilEnding();
            long deadline = System.nanoTime() + PATIENCE_NANOS;
            while (bytesReceived < bytesDue && System.nanoTime() < deadline) {
                drain();
                LockSupport.parkNanos(DRAIN_EVERY_NANOS);
            }
        } catch (IOException | RuntimeException e) {
            failure = e;
        }
    }

    private void sendUntilEnding() throws IOException {
        Random random = new Random(perSecond);
        long meanGap = NANOS_PER_SECOND / perSecond;
        long due = startNanos;
        long drained = startNanos;
        long count = 0;
        while (!ending) {
            long now = System.nanoTime();
            while (now - due >= 0) {
                Pair pair = pairs.get((int) (count % pairs.size()));
                pair.send();
                bytesDue += pair.deliveredBytes();
                sent = ++count;
                due += (long) (-Math.log(1 - random.nextDouble()) * meanGap);
            }
            if (now - drained >= DRAIN_EVERY_NANOS) {
                drain();
                drained = now;
            }
            LockSupport.parkNanos(Math.min(due, drained + DRAIN_EVERY_NANOS) - System.nanoTime());
        }
    }

    private void drain() throws IOException {
        selector.selectNow(key -> {
            try {
                bytesReceived += Math.max(0, ((SocketChannel) key.channel()).read(scratch.clear()));
            } catch (IOException e) {
                failure = e;
            }
        });
    }

    /** How many messages a second it really was, since it began. */
    double sentPerSecond() {
        return sent * (double) NANOS_PER_SECOND / (System.nanoTime() - startNanos);
    }

    /**
     * Ends.
     *
     * @throws IOException if not all that was sent arrived
     */
    @Override
    public void close() throws IOException {
        ending = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the background load still runs");
        }
        selector.close();
        if (failure != null || bytesReceived != bytesDue) {
            throw new IOException("%d of %d bytes arrived".formatted(bytesReceived, bytesDue), failure);
        }
    }
}
