package dev.ringdown.client.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringdown.client.load.FrameWriter.Place;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A relay that does nothing wrong is never blamed. */
class HonestRelayTest {
    private final TestRelay relay = new TestRelay();

    @AfterEach
    void close() {
        relay.close();
    }

    @Test
    void openLoopSendsExactlyWhatTheRateAsksForAndVerifiesAll() throws InterruptedException {
        Tally tally = clean(relay.plan().pace(new Pace.OpenLoop(1000, false)).run());

        assertThat(tally.sent).isEqualTo(500);
        assertThat(tally.arrived).isEqualTo(500);
        assertThat(tally.latency.getTotalCount()).isEqualTo(500);
        assertThat(tally.lag.getTotalCount()).isEqualTo(500);
        assertThat(relay.relayed).hasValue(500);
    }

    @Test
    void poissonArrivalsAreVerifiedToo() throws InterruptedException {
        Tally tally = clean(relay.plan().pace(new Pace.OpenLoop(1000, true)).run());

        assertThat(tally.arrived).isPositive().isEqualTo(tally.sent).isEqualTo(relay.relayed.get());
    }

    @Test
    void closedLoopKeepsItsWindowGoing() throws InterruptedException {
        Tally tally = clean(relay.plan().pace(new Pace.ClosedLoop(3)).runUntil(relay, 500));

        assertThat(tally.arrived).isGreaterThanOrEqualTo(500).isEqualTo(tally.sent);
    }

    @Test
    void severalThreadsShareTheRate() throws InterruptedException {
        Tally tally = clean(relay.plan().threads(3).run());

        assertThat(tally.sent).isBetween(498L, 502L);
    }

    @Test
    void wholeSessionsArePlayed() throws InterruptedException {
        Tally tally = clean(relay.plan().sessions(3).run());

        assertThat(tally.sessions).isPositive();
        assertThat(tally.connected).isEqualTo(2 * tally.sessions);
        assertThat(tally.arrived).isEqualTo(22 * tally.sessions);
        assertThat(tally.sessionConnected.getTotalCount()).isBetween(1L, tally.sessions);
        assertThat(relay.left).hasValue((int) (2 * tally.sessions));
    }

    @Test
    void sessionsComeAtTheirRateInOpenLoop() throws InterruptedException {
        Tally tally = clean(
                relay.plan().sessions(1).pace(new Pace.OpenLoop(40, false)).run());

        assertThat(tally.sessions).isEqualTo(20);
        assertThat(tally.sessionJoined.getTotalCount()).isEqualTo(20);
    }

    @ParameterizedTest
    @EnumSource
    void whateverTheClientClaimsTheRealSenderIsExpected(LoadPlan.From from) throws InterruptedException {
        Tally tally = clean(relay.plan().from(from).run());

        assertThat(tally.arrived).isEqualTo(500);
        assertThat(tally.respelled).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void theServerMayInsertTheSenderInAnyPlace(Place place) throws InterruptedException {
        relay.place = place;
        Tally tally = clean(relay.plan().run());

        assertThat(tally.arrived).isEqualTo(500);
        assertThat(tally.respelled).isZero();
    }

    @Test
    void otherSpellingsOfTheSameJsonAreAccepted() throws InterruptedException {
        relay.spelling = Spelling.RESPELLED;
        Tally tally = clean(relay.plan().run());

        assertThat(tally.respelled).isEqualTo(500).isEqualTo(tally.arrived);
    }

    @Test
    void otherSpellingsOfDescriptionsAreAccepted() throws InterruptedException {
        relay.spelling = Spelling.RESPELLED;
        Tally tally = clean(relay.plan().sessions(2).run());

        assertThat(tally.respelled).isPositive().isEqualTo(tally.arrived);
    }

    @Test
    void fragmentsAndPingsBetweenThemAreAccepted() throws InterruptedException {
        relay.spelling = Spelling.FRAGMENTED;
        Tally tally = clean(relay.plan().run());

        assertThat(tally.arrived).isEqualTo(500);
        assertThat(tally.respelled).isZero();
    }

    @Test
    void noMoreConnectionsAreSetUpAtOnceThanAskedFor() throws InterruptedException {
        clean(relay.plan().peers(60, 2).concurrency(3).run());

        assertThat(relay.mostConnecting).hasValueBetween(1, 3);
    }

    private static Tally clean(Report report) {
        assertThat(report.table()).contains("clean: no faults");
        assertThat(report.isClean()).isTrue();
        return report.tally();
    }
}
