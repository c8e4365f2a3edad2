package dev.ringdown.server.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** {@link Mailbox} with an event loop that is turned by hand. */
final class MailboxTest {
    private static final Parcel PARCEL = new Parcel.Task(() -> {});
    private static final int MANY = 2000;

    private final Queue<Runnable> wakeUps = new ArrayDeque<>();
    private int delivered;
    private int batches;
    private boolean failing;

    private final Mailbox mailbox = new Mailbox(wakeUps::add, parcel -> delivered++, this::batchIsOver);

    private void batchIsOver() {
        batches++;
        if (failing) {
            throw new IllegalStateException("as the test wants it");
        }
    }

    private void post(int times) {
        for (int i = 0; i < times; i++) {
            mailbox.post(PARCEL);
        }
    }

    @Test
    void oneWakeUpServesAllThatIsPostedBeforeIt() {
        post(3);
        assertThat(wakeUps).hasSize(1);
        wakeUps.remove().run();
        assertThat(delivered).isEqualTo(3);
        assertThat(batches).isEqualTo(1);
        assertThat(wakeUps).isEmpty();

        post(1);
        assertThat(wakeUps).as("once it was heard").hasSize(1);
    }

    @Test
    void whatIsTooMuchAtOnceWaitsForAnotherTurn() {
        post(MANY);
        int turns = 0;
        for (; !wakeUps.isEmpty(); turns++) {
            assertThat(wakeUps).hasSize(1);
            wakeUps.remove().run();
        }
        assertThat(delivered).isEqualTo(MANY);
        assertThat(batches).isEqualTo(turns).isGreaterThan(1);
    }

    @Test
    void aFaultAtTheEndOfATurnLeavesNothingUnheard() {
        post(MANY);
        failing = true;
        assertThatThrownBy(wakeUps.remove()::run).hasMessage("as the test wants it");
        failing = false;
        while (!wakeUps.isEmpty()) {
            wakeUps.remove().run();
        }
        assertThat(delivered).isEqualTo(MANY);
    }

    @Test
    void aLoopThatHasEndedIsLeftInPeace() {
        Mailbox ofEnded = new Mailbox(
                task -> {
                    throw new RejectedExecutionException("ended");
                },
                parcel -> delivered++,
                this::batchIsOver);
        assertThatCode(() -> ofEnded.post(PARCEL)).doesNotThrowAnyException();
        assertThat(delivered).isZero();
    }
}
