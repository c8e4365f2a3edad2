package dev.ringdown.server.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringdown.protocol.CloseReason;
import dev.ringdown.protocol.Splice;
import dev.ringdown.server.core.MemoryBudget;
import dev.ringdown.server.metrics.Counters;
import dev.ringdown.server.support.Frame;
import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who waits for whom, for how long, and who is given up: in memory, where time passes only as the test wants. */
final class FlowControlTest {
    private static final int MESSAGE_BYTES = 1000;
    private static final int MAX_PENDING_BYTES = 100_000;
    /** In the whole process. */
    private static final int MAX_WAITING_BYTES = 150_000;

    private static final int STALLED_TICKS = 20;
    private static final int IDLE_TICKS = 40;
    /** More than anybody may have waiting for him. */
    private static final int MOST_MESSAGES = 2 * MAX_PENDING_BYTES / MESSAGE_BYTES;

    private static final long ALL = Long.MAX_VALUE;
    private static final ConnectionLimits LIMITS = new ConnectionLimits(
            ConnectionLimits.ticksOrNever(Duration.ZERO),
            IDLE_TICKS,
            10,
            STALLED_TICKS,
            MAX_PENDING_BYTES,
            10_000,
            5_000,
            64,
            0,
            0,
            0);

    private final MemoryBudget budget = new MemoryBudget(MAX_WAITING_BYTES);
    private final MemoryConnection target = new MemoryConnection(LIMITS, budget);
    private final MemoryConnection sender = new MemoryConnection(target);
    private final MemoryConnection other = new MemoryConnection(target);

    @BeforeEach
    void begin() {
        // the answers to the handshakes are out
        target.flush();
    }

    @AfterEach
    void end() {
        other.close();
        sender.close();
        target.close();
        assertThat(budget.reservedBytes()).isZero();
    }

    /** The client of the target takes nothing more, and senders have to wait for it. */
    private void congest() {
        target.take(0);
        for (int i = 0; i < MAX_PENDING_BYTES / MESSAGE_BYTES / 2; i++) {
            relay(sender);
        }
        assertThat(target.connection().flow().isCongested()).isTrue();
    }

    private boolean relay(MemoryConnection from) {
        boolean taken = target.connection().relay(message(), from.connection(), null, null);
        target.flush();
        return taken;
    }

    private static Splice message() {
        return new Splice().set(new byte[MESSAGE_BYTES], 0, MESSAGE_BYTES, 0, 0, new byte[0]);
    }

    private static void assertIsRead(MemoryConnection connection) {
        assertThat(connection.isReadFrom()).isTrue();
        assertThat(connection.connection().isReading()).isTrue();
        connection.read(Frame.text("heard at once"));
        assertThat(connection.received()).endsWith("text heard at once");
    }

    private static void assertWaits(MemoryConnection connection) {
        assertThat(connection.isReadFrom()).isFalse();
        assertThat(connection.connection().isReading()).isFalse();
    }

    @Test
    void aSenderWaitsUntilItsTargetHasReadAndIsHeardThen() {
        congest();
        assertWaits(sender);
        sender.read(Frame.text("later"));
        assertThat(sender.received()).isEmpty();
        assertThat(target.isReadFrom()).isFalse();
        assertIsRead(other);

        target.take(ALL);
        assertThat(sender.received()).containsExactly("text later");
        assertIsRead(sender);
        assertIsRead(target);
        assertThat(relay(sender)).isTrue();
        assertIsRead(sender);
    }

    /** Many senders, each with one message more than it should have: what comes from them is bounded below what evicts. */
    @Test
    void ofWhomThreeQuartersOfTheLimitWaitNothingMoreIsRelayedAndHeIsNotEvicted() {
        target.take(0);
        int taken = 0;
        while (taken < MOST_MESSAGES && relay(sender)) {
            taken++;
        }
        assertThat(taken * MESSAGE_BYTES).isBetween(MAX_PENDING_BYTES / 2, MAX_PENDING_BYTES / 4 * 3);
        assertThat(relay(other)).isFalse();
        assertWaits(other);
        assertThat(target.isOpen()).isTrue();

        target.take(ALL);
        assertThat(relay(other)).isTrue();
        assertIsRead(other);
    }

    @Test
    void nobodyWaitsForOneThatIsClosed() {
        congest();
        target.connection().close(CloseReason.NORMAL);
        relay(other);
        assertIsRead(other);
    }

    /** Its target may have read before the sender is known there. */
    @Test
    void nobodyWaitsForOneThatHasReadMeanwhile() {
        sender.connection().flow().waitFor(target.connection());
        sender.flush();
        assertIsRead(sender);
    }

    @Test
    void whoWaitsForAMailboxGoesOnWhenItIsEmptied() {
        FlowControl flow = target.connection().flow();
        flow.mailed(MAX_PENDING_BYTES);
        assertThat(flow.tryMail(1)).isFalse();
        sender.connection().flow().waitFor(target.connection());
        sender.flush();
        assertWaits(sender);

        flow.fetched(MAX_PENDING_BYTES);
        target.connection().touch();
        target.flush();
        assertThat(flow.tryMail(1)).isTrue();
        flow.fetched(1);
        assertIsRead(sender);
    }

    /** Otherwise it would be evicted when the mailbox is delivered, for what it had no chance to read. */
    @Test
    void outputAndMailboxTogetherAreBoundedBelowWhatEvicts() {
        congest();
        FlowControl flow = target.connection().flow();
        int mailed = 0;
        while (mailed < MOST_MESSAGES && flow.tryMail(MESSAGE_BYTES)) {
            mailed++;
        }
        assertThat(mailed * MESSAGE_BYTES).isBetween(MAX_PENDING_BYTES / 8, MAX_PENDING_BYTES / 4 + MESSAGE_BYTES);
        assertThat(relay(other)).isFalse();

        flow.fetched(mailed * MESSAGE_BYTES);
        assertThat(relay(other)).isTrue();
    }

    /** Whose event loop does not come to look at its mailbox. */
    @Test
    void whatOtherLoopsLeaveForAClientIsBoundedAndTheSenderGoesOnWhenItIsFetched() throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        EventLoop eventLoop = new DefaultEventLoop();
        try {
            eventLoop.submit(() -> {
                busy.await();
                return null;
            });
            MemoryBudget there = MemoryBudget.unlimited();
            Loop elsewhere = new Loop(
                    eventLoop,
                    new Counters(1, Loop.COLUMNS.size()),
                    new Loop.Shared(channel -> null, false, there, error -> {}));
            Connection far = new Connection(new MemoryChannel(), elsewhere, LIMITS, () -> {});
            int taken = 0;
            while (taken < MOST_MESSAGES && far.relay(message(), sender.connection(), null, null)) {
                taken++;
            }
            assertThat(there.reservedBytes()).isEqualTo(taken * (long) MESSAGE_BYTES);
            assertThat(taken * MESSAGE_BYTES)
                    .isBetween(MAX_PENDING_BYTES / 2, MAX_PENDING_BYTES / 4 * 3 + MESSAGE_BYTES);
            assertWaits(sender);

            busy.countDown();
            eventLoop.submit(() -> {}).get();
            assertThat(there.reservedBytes()).isZero();
            sender.flush();
            assertIsRead(sender);
        } finally {
            busy.countDown();
            eventLoop.shutdownGracefully(0, 0, TimeUnit.SECONDS).syncUninterruptibly();
        }
    }

    @Test
    void whoWaitsForOneThatEndsGoesOn() {
        congest();
        target.vanish(() -> {});
        assertIsRead(sender);
    }

    /** It is given some time to read, in which its senders wait, and some more, in which they do not. */
    @Test
    void aTargetThatTakesNothingIsLeftAloneFirstAndThenEvicted() {
        congest();
        assertWaits(sender);
        target.pass(STALLED_TICKS / 2);
        assertIsRead(sender);
        relay(sender);
        assertIsRead(sender);
        assertThat(target.isOpen()).isTrue();

        target.pass(STALLED_TICKS / 2 + 2);
        assertThat(target.isOpen()).isFalse();
        assertThat(target.ends()).isEqualTo(1);
        assertThat(target.closes(CloseReason.SLOW_READER)).isEqualTo(1);
    }

    @Test
    void aTargetThatTakesALittleNowAndThenStays() {
        congest();
        for (int i = 0; i < 10; i++) {
            target.pass(STALLED_TICKS / 2);
            target.take(10);
            // who is known to take something is waited for again
            target.pass(1);
            relay(sender);
            assertWaits(sender);
        }
        assertThat(target.isOpen()).isTrue();
        assertThat(target.closes(CloseReason.SLOW_READER)).isZero();
    }

    @Test
    void givenUpTwiceItIsCountedAndEndedOnce() {
        target.connection().evict();
        target.connection().evict(CloseReason.OVERLOADED);
        target.flush();
        target.connection().evict();
        target.connection().ended();

        assertThat(target.closes(CloseReason.SLOW_READER)).isEqualTo(1);
        assertThat(target.closes(CloseReason.OVERLOADED)).isZero();
        assertThat(target.ends()).isEqualTo(1);
        assertThat(target.received()).containsExactly("closed");
    }

    @Test
    void whoWasSilentBeforeTheProcessWasStoppedHasItsWholeTimeAfterwards() {
        other.pass(IDLE_TICKS - 1);
        other.stopFor(100 * IDLE_TICKS);
        other.pass(IDLE_TICKS);
        assertThat(other.isOpen()).isTrue();

        other.pass(1);
        assertThat(other.isOpen()).isFalse();
        assertThat(other.closes(CloseReason.GONE)).isEqualTo(3);
    }

    /** Together they are over the limit of the process, none is over its own. */
    @Test
    void ofThoseWhoHoldTooMuchTogetherTheGreatestIsGivenUpAndCountsNoMoreAtOnce() {
        hold(target, 40_000);
        hold(sender, 70_000);
        assertThat(budget.isExceeded()).isFalse();
        other.take(0);
        other.connection().send(new byte[50_000]);
        assertThat(sender.isOpen()).isTrue();
        other.connection().loop().flush();

        assertThat(sender.isOpen()).isFalse();
        assertThat(target.isOpen()).isTrue();
        assertThat(other.isOpen()).isTrue();
        assertThat(budget.reservedBytes()).isBetween(90_000L, 100_000L);
        assertThat(other.closes(CloseReason.OVERLOADED)).isEqualTo(1);
        target.take(ALL);
        other.take(ALL);
        assertThat(budget.reservedBytes()).isZero();
    }

    private static void hold(MemoryConnection connection, int bytes) {
        connection.take(0);
        connection.connection().send(new byte[bytes]);
        connection.flush();
    }

    @Test
    void whoSendsPartsOfAMessageForWhichTheProcessHasNoMemoryIsClosed() {
        budget.reserve(MAX_WAITING_BYTES - 10_000);
        byte[] message = Frame.text("x".repeat(60_000)).bytes();
        sender.read(Arrays.copyOf(message, 5_000));
        assertThat(sender.isOpen()).isTrue();
        assertThat(budget.reservedBytes()).isGreaterThan(MAX_WAITING_BYTES - 6_000);

        sender.read(Arrays.copyOfRange(message, 5_000, 50_000));
        assertThat(sender.closes(CloseReason.OVERLOADED)).isEqualTo(1);
        assertThat(sender.isOpen()).isFalse();
        assertIsRead(other);
        budget.release(MAX_WAITING_BYTES - 10_000);
    }
}
