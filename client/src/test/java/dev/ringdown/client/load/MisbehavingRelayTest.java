package dev.ringdown.client.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every misdeed of a relay is counted, under its name, as often as it was done, and nothing else is. */
class MisbehavingRelayTest {
    private final TestRelay relay = new TestRelay();

    @AfterEach
    void close() {
        relay.close();
    }

    @ParameterizedTest
    @CsvSource({
        "DUPLICATE, DUPLICATED",
        "TRUNCATE, LENGTH",
        "SHORTEN, LENGTH",
        "FLIP_FILLER, CORRUPTED",
        "FLIP_TAG, CORRUPTED",
        "FLIP_QUOTE, CORRUPTED",
        "FLIP_MID, CORRUPTED",
        "WRONG_SENDER, WRONG_SENDER",
        "COMPLAIN, SERVER_ERROR",
        "CHATTER, UNEXPECTED",
        "DROP, LOST"
    })
    void eachIsCaughtByName(Misdeed misdeed, Fault fault) throws InterruptedException {
        Report report =
                relay.misbehaving(misdeed, 50).plan().drain(lossy(misdeed)).run();

        assertThat(relay.misdeeds).hasValue(10);
        assertThat(faults(report)).containsOnly(Map.entry(fault, 10L));
        assertThat(report.table()).contains(fault.words() + " ", "10, the first: ", "NOT CLEAN: 10 faults");
    }

    @Test
    void aSwapIsAReorder() throws InterruptedException {
        Report report =
                relay.misbehaving(Misdeed.SWAP, 50).plan().peers(4, 2).drain(2).run();

        // What is held back for any of the four peers when the run ends never comes.
        assertThat(faults(report).keySet()).isSubsetOf(Fault.REORDERED, Fault.LOST);
        assertThat(report.tally().count(Fault.REORDERED)).isBetween(6L, 10L);
        assertThat(report.tally().faults()).isEqualTo(10);
    }

    @Test
    void aDeliveryToTheWrongPeerIsAlsoALoss() throws InterruptedException {
        Report report =
                relay.misbehaving(Misdeed.WRONG_PEER, 50).plan().drain(2).run();

        assertThat(faults(report)).containsOnly(Map.entry(Fault.MISDELIVERED, 10L), Map.entry(Fault.LOST, 10L));
    }

    @ParameterizedTest
    @CsvSource({"EMPTY", "SPOOF", "ABSENT"})
    void aRelayThatBelievesTheClientIsCaught(LoadPlan.From from) throws InterruptedException {
        Report report =
                relay.misbehaving(Misdeed.BELIEVE_SENDER, 50).plan().from(from).run();

        assertThat(faults(report)).containsOnly(Map.entry(Fault.WRONG_SENDER, 10L));
    }

    @Test
    void aLostConnectionIsCaught() throws InterruptedException {
        Report report = relay.misbehaving(Misdeed.HANG_UP, 250).plan().drain(2).run();

        assertThat(report.tally().count(Fault.CLOSED)).isBetween(1L, 2L);
        // whether reading or writing notices first is the network's choice
        assertThat(report.tally().example(Fault.CLOSED)).matches("peer \\d+: .+");
    }

    @ParameterizedTest
    @CsvSource({"DUPLICATE, DUPLICATED", "FLIP_TAG, CORRUPTED", "WRONG_SENDER, WRONG_SENDER", "TRUNCATE, LENGTH"})
    void closedLoopCatchesThemAndGoesOn(Misdeed misdeed, Fault fault) throws InterruptedException {
        Report report = relay.misbehaving(misdeed, 20)
                .plan()
                .peers(2, 2)
                .pace(new Pace.ClosedLoop(2))
                .runUntil(relay, 100);

        // More than the window: the two messages under way have outlived the misdeeds.
        long misdeeds = relay.misdeeds.get();
        assertThat(misdeeds).isGreaterThanOrEqualTo(5);
        assertThat(faults(report)).containsOnly(Map.entry(fault, misdeeds));
    }

    @Test
    void closedLoopCatchesALoss() throws InterruptedException {
        Report report = relay.misbehaving(Misdeed.DROP, 20)
                .plan()
                .pace(new Pace.ClosedLoop(2))
                .drain(2)
                .run();

        assertThat(faults(report)).containsOnly(Map.entry(Fault.LOST, (long) relay.misdeeds.get()));
    }

    @ParameterizedTest
    @CsvSource({"DUPLICATE, DUPLICATED", "FLIP_TAG, CORRUPTED", "WRONG_SENDER, WRONG_SENDER"})
    void sessionsCatchThem(Misdeed misdeed, Fault fault) throws InterruptedException {
        Report report = relay.misbehaving(misdeed, 25)
                .plan()
                .sessions(1)
                .pace(new Pace.OpenLoop(20, false))
                .run();

        assertThat(report.tally().count(fault)).isEqualTo(relay.misdeeds.get()).isPositive();
        assertThat(report.tally().faults()).isEqualTo(relay.misdeeds.get());
    }

    @Test
    void aSessionThatMissesAMessageIsIncomplete() throws InterruptedException {
        Report report =
                relay.misbehaving(Misdeed.DROP, 25).plan().sessions(1).drain(2).runUntil(relay, 25);

        assertThat(faults(report)).containsOnly(Map.entry(Fault.INCOMPLETE, 1L), Map.entry(Fault.LOST, 1L));
    }

    @ParameterizedTest
    @CsvSource({
        "AUTH_ERROR, FAILED, the server refused IDENTIFY: Username already taken.",
        "ROOM_FULL, SERVER_ERROR, ERROR room_full: No more."
    })
    void aRefusalIsReportedInItsWords(Welcome welcome, Fault fault, String words) throws InterruptedException {
        relay.welcome = welcome;
        Report report = relay.plan().run();

        assertThat(report.tally().count(Fault.FAILED)).isEqualTo(8);
        assertThat(report.tally().count(fault)).isEqualTo(8);
        assertThat(report.table()).contains(words);
    }

    @ParameterizedTest
    @CsvSource({"SILENCE, waited 4.0 s for the answer to IDENTIFY", "NO_NEWS, was told of everybody else"})
    void silenceIsReportedInWords(Welcome welcome, String words) throws InterruptedException {
        relay.welcome = welcome;
        Report report = relay.plan().setupTimeout(4).run();

        assertThat(report.tally().count(Fault.FAILED)).isPositive();
        assertThat(report.table()).contains(words);
        assertThat(report.tally().sent).isZero();
    }

    private static double lossy(Misdeed misdeed) {
        return misdeed == Misdeed.DROP ? 2 : 60;
    }

    private static Map<Fault, Long> faults(Report report) {
        Map<Fault, Long> faults = new EnumMap<>(Fault.class);
        for (Fault fault : Fault.values()) {
            if (report.tally().count(fault) > 0) {
                faults.put(fault, report.tally().count(fault));
            }
        }
        return faults;
    }
}
