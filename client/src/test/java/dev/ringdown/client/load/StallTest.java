package dev.ringdown.client.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.ResourceLeakDetector;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A stall shows in the percentiles, because latency counts from the time a message was due. */
class StallTest {
    @Test
    void aStallOfTheRelayShowsInTheTail() throws InterruptedException {
        try (TestRelay relay = new TestRelay()) {
            relay.holdFrom = 201;
            relay.holdCount = 300;
            Report report = relay.plan()
                    .pace(new Pace.OpenLoop(1000, false))
                    .duration(0.8)
                    .run();

            // The k-th that is held is delivered after the 300th is sent, which is due 300 - k milliseconds later.
            assertThat(report.table()).contains("clean: no faults");
            assertThat(report.tally().latency.getTotalCount()).isEqualTo(800);
            assertThat(report.tally().latency.getValueAtPercentile(99)).isGreaterThan(250_000_000);
            assertThat(report.tally().latency.getCountBetweenValues(100_000_000, Long.MAX_VALUE))
                    .isGreaterThanOrEqualTo(195);
        }
    }

    @Test
    void whatASlowConnectionDoesNotTakeIsSentLaterAndNotForgotten() throws InterruptedException {
        // Megabytes have to pile up, which takes minutes when each access to a buffer is traced.
        ResourceLeakDetector.Level traced = ResourceLeakDetector.getLevel();
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
        try (TestRelay relay = new TestRelay()) {
            relay.pauseAfter = 20;
            Report report = relay.plan()
                    .peers(2, 2)
                    .size(10_000)
                    .pace(new Pace.OpenLoop(1000, false))
                    .run();

            assertThat(report.table()).contains("clean: no faults");
            assertThat(report.tally().latency.getTotalCount()).isEqualTo(500);
        } finally {
            ResourceLeakDetector.setLevel(traced);
        }
    }

    @Test
    void aStallOfTheGeneratorIsCaughtUpWithIntendedTimes() {
        long[] clock = {0};
        List<Long> due = new ArrayList<>();
        List<Runnable> timers = new ArrayList<>();
        Tally tally = new Tally();
        tally.window(0, 1_000_000_000);
        Pacer pacer = new Pacer(
                Arrivals.even(1000, 0),
                () -> clock[0],
                (task, nanos) -> timers.add(task),
                intended -> {
                    due.add(intended);
                    tally.arrived(intended, clock[0]);
                },
                () -> {});

        pacer.begin(0, 1_000_000_000);
        clock[0] = 500_000_000;
        while (due.size() < 501) {
            timers.removeLast().run();
        }

        assertThat(due).hasSize(501).isSorted();
        assertThat(due.get(250)).isEqualTo(250_000_000);
        assertThat(tally.latency.getValueAtPercentile(50)).isBetween(249_000_000L, 251_000_000L);
        assertThat(tally.latency.getMaxValue()).isBetween(498_000_000L, 501_000_000L);
        assertThat(pacer.isFinished()).isFalse();

        pacer.stop();

        assertThat(pacer.isFinished()).isTrue();
    }

    @Test
    void aRunThatIsStoppedReportsWhatItHas() throws InterruptedException {
        try (TestRelay relay = new TestRelay()) {
            Report report = relay.plan().runUntil(relay, 100);

            assertThat(report.table()).contains("clean: no faults");
            assertThat(report.tally().arrived).isGreaterThanOrEqualTo(100);
            assertThat(report.seconds()).isGreaterThan(0).isLessThan(3600);
        }
    }
}
