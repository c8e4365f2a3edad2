package dev.ringdown.server.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.ringdown.protocol.CloseReason;
import dev.ringdown.server.core.MemoryBudget;
import dev.ringdown.server.core.SharedMessage;
import dev.ringdown.server.support.Frame;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ConnectionTest {
    private static final int IDLE_TICKS = 10;
    private static final int MANY = 1200;
    private static final ConnectionLimits LIMITS = new ConnectionLimits(
            ConnectionLimits.ticksOrNever(Duration.ZERO), IDLE_TICKS, 100, 100, 1 << 20, 1 << 16, 1 << 15, 64, 0, 0, 0);

    private final MemoryConnection memory = new MemoryConnection(MemoryConnection.LIMITS, null);
    private final Connection connection = memory.connection();

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2048, 2049, 65_536})
    void messagesGoOutInTheOrderInWhichTheyWereSentSharedOrNot(int sharedBytes) {
        String text = "s".repeat(sharedBytes);
        connection.send("before".getBytes(UTF_8));
        SharedMessage shared = new SharedMessage(text.getBytes(UTF_8));
        connection.send(shared);
        connection.send("between".getBytes(UTF_8));
        connection.send(shared);
        shared.release();
        connection.close(CloseReason.NORMAL);
        connection.send("behind".getBytes(UTF_8));
        SharedMessage late = new SharedMessage(text.getBytes(UTF_8));
        connection.send(late);
        late.release();
        assertThat(late.outstanding()).isZero();
        memory.flush();

        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        expected.writeBytes(Frame.text("before").unmaskedBytes());
        expected.writeBytes(Frame.text(text).unmaskedBytes());
        expected.writeBytes(Frame.text("between").unmaskedBytes());
        expected.writeBytes(Frame.text(text).unmaskedBytes());
        expected.writeBytes(Frame.close(1000, "").unmaskedBytes());
        assertThat(memory.sent()).isEqualTo(expected.toByteArray());
        memory.close();
    }

    @Test
    void aMessageForManyReachesEachInItsOwnForm() {
        MemoryConnection compressing = new MemoryConnection(MemoryConnection.LIMITS, new DeflateParameters(0, false));
        String text = "who is online ".repeat(1000);
        SharedMessage shared = new SharedMessage(text.getBytes(UTF_8));
        connection.send(shared);
        compressing.connection().send(shared);
        shared.release();
        memory.flush();
        compressing.flush();

        assertThat(memory.sent()).isEqualTo(Frame.text(text).unmaskedBytes());
        byte[] sent = compressing.sent();
        // FIN, RSV1 and text; a length of one byte that fits what so many repetitions are compressed to
        assertThat(sent[0] & 0xff).isEqualTo(0xc1);
        assertThat(sent[1]).isPositive().isLessThan((byte) 126);
        assertThat(new String(RawDeflate.inflate(Arrays.copyOfRange(sent, 2, sent.length)), UTF_8))
                .isEqualTo(text);
        compressing.close();
        memory.close();
    }

    @Test
    void nothingGoesOutBeforeTheEndOfTheBatch() {
        connection.send("gathered".getBytes(UTF_8));
        assertThat(memory.sent()).isEmpty();
        memory.flush();
        assertThat(memory.sent()).isEqualTo(Frame.text("gathered").unmaskedBytes());
        memory.close();
    }

    /** Who reads has the chance to do so before more waits for it than may. */
    @Test
    void muchOfABatchGoesOutBeforeItsEnd() {
        byte[] message = new byte[1000];
        for (int i = 0; i < 100; i++) {
            connection.send(message);
        }
        memory.take(Long.MAX_VALUE);
        assertThat(memory.sent().length).isBetween(64 * 1024, 70_000);
        memory.flush();
        assertThat(memory.sent()).hasSize(100 * (message.length + 4));
        memory.close();
    }

    /** A socket may vanish while its client is behind with reading; who sends to it then must not suffer. */
    @Test
    void whatIsSentWhileTheSocketVanishesIsDropped() {
        AtomicInteger sent = new AtomicInteger();
        memory.stall();
        memory.read(Frame.text("so that it is seen to be stalled"));
        memory.vanish(() -> {
            assertThatCode(() -> connection.send("too late".getBytes(UTF_8))).doesNotThrowAnyException();
            sent.incrementAndGet();
        });
        assertThat(sent).hasValue(1);
        assertThat(memory.received()).endsWith("closed");
        memory.close();
    }

    @Test
    void closedAgainItStaysAsItIs() {
        connection.close(CloseReason.NORMAL);
        connection.close(CloseReason.SHUTDOWN);
        memory.flush();
        memory.read(Frame.close(1000, ""));
        assertThat(memory.sent()).isEqualTo(Frame.close(1000, "").unmaskedBytes());
        assertThat(memory.received()).containsExactly("closed");
        memory.close();
    }

    /** Nothing is left to wait for, whichever half ends first. */
    @Test
    void aConnectionIsGoneAsSoonAsBothHalvesHaveEnded() {
        memory.read(Frame.text("last words"));
        memory.endInput();
        assertThat(memory.received()).containsExactly("text last words", "closed");
        assertThat(memory.sent()).endsWith(Frame.close(1000, "").unmaskedBytes());
        assertThat(memory.hasSocket()).isFalse();
        assertThat(memory.ends()).isEqualTo(1);

        MemoryConnection other = new MemoryConnection(memory);
        other.connection().close(CloseReason.NORMAL);
        other.flush();
        assertThat(other.isOutputShutdown()).isTrue();
        assertThat(other.hasSocket()).as("until the client ends its half").isTrue();
        other.endInput();
        assertThat(other.hasSocket()).isFalse();
        assertThat(other.ends()).isEqualTo(1);
        other.close();
        memory.close();
    }

    @Test
    void aSocketThatFailsCostsNoOtherItsTurn() {
        MemoryConnection neighbour = new MemoryConnection(memory);
        memory.fail();
        connection.send("lost".getBytes(UTF_8));
        neighbour.connection().send("first".getBytes(UTF_8));
        neighbour.flush();
        neighbour.connection().send("second".getBytes(UTF_8));
        neighbour.flush();

        assertThat(new String(neighbour.sent(), UTF_8)).contains("first", "second");
        assertThat(memory.received()).containsExactly("closed");
        neighbour.close();
        memory.close();
    }

    /** Each loop counts ticks of its own. */
    @Test
    void aConnectionTakesItsTimesToAnotherLoop() {
        MemoryConnection old = new MemoryConnection(LIMITS, MemoryBudget.unlimited());
        MemoryConnection young = new MemoryConnection(LIMITS, MemoryBudget.unlimited());
        MemoryConnection first = new MemoryConnection(old);
        MemoryConnection second = new MemoryConnection(old);
        Connection silent = first.connection();
        Connection awaited = second.connection();
        old.flush();
        old.pass(IDLE_TICKS);
        silent.heard();
        awaited.heard();
        young.pass(3);
        awaited.setDeadline(Duration.ofMillis(5L * Loop.TICK_MILLIS), CloseReason.IDENTIFY_TIMEOUT);
        for (Connection moves : List.of(silent, awaited)) {
            old.connection().loop().remove(moves);
            moves.handOver(young.connection().loop());
            young.connection().loop().add(moves);
        }

        young.pass(5);
        assertThat(awaited.isOpen()).isTrue();
        young.pass(1);
        assertThat(awaited.isOpen()).isFalse();
        assertThat(young.closes(CloseReason.IDENTIFY_TIMEOUT)).isEqualTo(1);
        young.pass(IDLE_TICKS - 6);
        assertThat(silent.isOpen()).isTrue();
        young.pass(1);
        assertThat(silent.isOpen()).isFalse();
        first.close();
        second.close();
        young.close();
        old.close();
        memory.close();
    }

    /** More than the loop looks at before others have their turn: the rest has its own at once, not half a second later. */
    @Test
    void aFloodOfDeadlinesIsWorkedOffInOneSweep() {
        MemoryConnection first = new MemoryConnection(LIMITS, MemoryBudget.unlimited());
        List<MemoryConnection> all = new ArrayList<>(List.of(first));
        while (all.size() < MANY) {
            all.add(new MemoryConnection(first));
        }
        first.flush();
        first.pass(IDLE_TICKS);
        assertThat(first.closes(CloseReason.GONE)).isZero();
        first.pass(1);
        assertThat(first.closes(CloseReason.GONE)).isEqualTo(MANY);
        all.reversed().forEach(MemoryConnection::close);
        memory.close();
    }
}
