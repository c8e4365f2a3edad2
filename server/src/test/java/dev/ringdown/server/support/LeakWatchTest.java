package dev.ringdown.server.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakTracker;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class LeakWatchTest {
    private final LeakWatch watch = new LeakWatch();

    @SuppressWarnings("deprecation") // as the factory's only method is
    private final ResourceLeakDetector<Object> detector =
            watch.newResourceLeakDetector(Object.class, 1, Long.MAX_VALUE);

    @Test
    void seesWhatWasDroppedWithoutBeingReleased() {
        track();
        await().untilAsserted(() -> {
            System.gc();
            release();
            assertThat(watch.reports()).singleElement().asString().startsWith("Object");
        });
    }

    @Test
    void doesNotSeeWhatWasReleased() {
        release();
        track();
        await().until(() -> {
            System.gc();
            release();
            return watch.reports().findAny().isPresent();
        });
        assertThat(watch.reports()).hasSize(1);
    }

    private void track() {
        detector.track(new Object());
    }

    private void release() {
        Object resource = new Object();
        ResourceLeakTracker<Object> tracker = Objects.requireNonNull(detector.track(resource));
        tracker.close(resource);
    }
}
