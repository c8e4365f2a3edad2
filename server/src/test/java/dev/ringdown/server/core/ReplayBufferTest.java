package dev.ringdown.server.core;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ringdown.protocol.CloseReason;
import dev.ringdown.server.support.RecordingLink;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What is kept for an absent client, what that costs the process, and what ends it. One thread. */
final class ReplayBufferTest {
    private static final Duration LONG = Duration.ofHours(1);

    private final MemoryBudget memory = new MemoryBudget(100_000);
    private final HostedRoom room = room();
    private final List<Runnable> elsewhere = new ArrayList<>();
    private final List<ReplayBuffer> over = new ArrayList<>();
    private final ReplayBuffers buffers = buffers(new ReplayBuffers.Limits(10, 20_000, LONG, 3, 5), 4);

    private ReplayBuffers buffers(ReplayBuffers.Limits limits, int perAddress) {
        return new ReplayBuffers(limits, new AddressQuota(perAddress, true), memory, elsewhere::add);
    }

    private static HostedRoom room() {
        RoomOptions options = new RoomOptions(100, Duration.ZERO, Duration.ZERO, false, "{}");
        return new HostedRoom("ABCDEF", Instant.EPOCH, Duration.ZERO, options, null);
    }

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private ReplayBuffer absent() {
        return absent(buffers);
    }

    private ReplayBuffer absent(ReplayBuffers among) {
        ReplayBuffer buffer =
                Objects.requireNonNull(among.begin(new AbsencePlace(room, address("192.0.2.1")), over::add));
        among.watch(buffer);
        return buffer;
    }

    private void runElsewhere() {
        List<Runnable> due = List.copyOf(elsewhere);
        elsewhere.clear();
        due.forEach(Runnable::run);
    }

    private static byte[] text(int length) {
        return "x".repeat(length).getBytes(UTF_8);
    }

    @Test
    void replaysMessagesForOneAndForManyInTheirOrderAndGivesTheMemoryBack() {
        ReplayBuffer buffer = absent();
        SharedMessage shared = new SharedMessage("2".getBytes(UTF_8));
        buffer.send("1".getBytes(UTF_8));
        buffer.send(shared);
        buffer.send("3".getBytes(UTF_8));
        shared.release();
        RecordingLink link = new RecordingLink();
        assertThat(buffer.handOver(link)).isTrue();
        buffer.replay();
        // whoever still has the old link reaches the new one
        buffer.send("4".getBytes(UTF_8));
        assertThat(link.messages()).containsExactly("1", "2", "3", "4");
        assertThat(shared.outstanding()).isZero();
        assertThat(memory.reservedBytes()).isZero();
        assertThat(buffers.size()).isZero();
    }

    @Test
    void aMessageForManyIsKeptOnceHoweverManyAreAbsent() {
        List<ReplayBuffer> absent = List.of(absent(), absent(), absent());
        SharedMessage shared = new SharedMessage(text(10_000));
        absent.forEach(buffer -> buffer.send(shared));
        shared.release();
        assertThat(memory.reservedBytes())
                .isEqualTo(10_000 + SharedMessage.OVERHEAD_BYTES + 3 * ReplayBuffer.NODE_BYTES);
        absent.getFirst().end();
        absent.get(1).end();
        assertThat(memory.reservedBytes()).isGreaterThan(10_000);
        assertThat(shared.outstanding()).isEqualTo(1);
        absent.getLast().end();
        assertThat(shared.outstanding()).isZero();
        assertThat(memory.reservedBytes()).isZero();
    }

    @Test
    void oneMessageMoreThanMayBeKeptEndsTheAbsenceOnceAndKeepsNothing() {
        ReplayBuffer buffer = absent();
        for (int i = 0; i < 10; i++) {
            buffer.send(text(1));
        }
        assertThat(buffer.isOpen()).isTrue();
        buffer.send(text(1));
        buffer.send(text(1));
        buffer.close(CloseReason.KICKED);
        assertThat(over).as("told on the caller's thread").isEmpty();
        runElsewhere();
        assertThat(over).containsExactly(buffer);
        assertThat(memory.reservedBytes()).isZero();
        assertThat(buffer.handOver(new RecordingLink())).isFalse();
    }

    @Test
    void moreBytesThanMayBeKeptForOneClientEndTheAbsence() {
        ReplayBuffer buffer = absent();
        buffer.send(text(20_000));
        assertThat(buffer.isOpen()).isTrue();
        buffer.send(text(1));
        runElsewhere();
        assertThat(over).containsExactly(buffer);
        assertThat(memory.reservedBytes()).isZero();
    }

    @Test
    void theGreatestGoFirstWhenTheProcessHasNoMemoryLeft() {
        ReplayBuffer small = absent();
        ReplayBuffer great = absent();
        ReplayBuffer middle = absent();
        small.send(text(1_000));
        great.send(text(19_000));
        middle.send(text(12_000));
        long others = memory.limitBytes() - memory.reservedBytes() - 500;
        memory.reserve(others);
        small.send(text(1_000));
        assertThat(great.isOpen()).isFalse();
        assertThat(middle.isOpen()).isTrue();
        assertThat(small.isOpen()).isTrue();
        assertThat(small.bytes()).isEqualTo(2_000);

        long more = memory.limitBytes() - memory.reservedBytes() - 500;
        memory.reserve(more);
        small.send(text(1_000));
        assertThat(middle.isOpen()).isFalse();
        assertThat(small.isOpen()).isTrue();
        memory.release(others + more);
        small.end();
        assertThat(memory.reservedBytes()).isZero();
    }

    /** The memory is there then, but nobody for whom to keep anything. */
    @Test
    void theGreatestThatMakesRoomByItsOwnEndKeepsNothing() {
        ReplayBuffer small = absent();
        ReplayBuffer great = absent();
        small.send(text(1_000));
        great.send(text(19_000));
        long others = memory.limitBytes() - memory.reservedBytes() - 500;
        memory.reserve(others);
        great.send(text(800));
        assertThat(great.isOpen()).isFalse();
        assertThat(small.isOpen()).isTrue();
        assertThat(memory.reservedBytes() - others).isEqualTo(1_000 + ReplayBuffer.NODE_BYTES);
    }

    @Test
    void whereOthersHoldAllTheMemoryEveryAbsenceEndsAndNothingIsKept() {
        ReplayBuffer first = absent();
        ReplayBuffer second = absent();
        first.send(text(100));
        memory.reserve(memory.limitBytes());
        SharedMessage shared = new SharedMessage(text(100));
        second.send(shared);
        shared.release();
        assertThat(first.isOpen()).isFalse();
        assertThat(second.isOpen()).isFalse();
        assertThat(shared.outstanding()).isZero();
        assertThat(memory.reservedBytes()).isEqualTo(memory.limitBytes());
    }

    @Test
    void aRoomAnAddressAndTheProcessMayHaveSoManyAbsentAndNoMore() {
        AbsencePlace here = new AbsencePlace(room, address("2001:db8::1"));
        List<ReplayBuffer> inRoom = List.of(absent(), absent(), absent());
        assertThat(buffers.begin(here, over::add)).as("a fourth of the room").isNull();
        inRoom.getFirst().end();
        assertThat(buffers.begin(here, over::add)).isNotNull();
        // the address is taken by its first 64 bits
        AbsencePlace neighbour = new AbsencePlace(room(), address("2001:db8::2"));
        ReplayBuffers roomy = buffers(new ReplayBuffers.Limits(10, 10, LONG, 10, 3), 2);
        assertThat(roomy.begin(here, over::add)).isNotNull();
        assertThat(roomy.begin(neighbour, over::add)).isNotNull();
        assertThat(roomy.begin(neighbour, over::add))
                .as("a third of the address")
                .isNull();
        assertThat(neighbour.room().absent()).as("of its room").hasValue(1);
        AbsencePlace elsewhere = new AbsencePlace(room(), address("2001:db8:1::1"));
        assertThat(roomy.begin(elsewhere, over::add)).isNotNull();
        assertThat(roomy.begin(elsewhere, over::add))
                .as("a fourth of the process")
                .isNull();
        assertThat(roomy.size()).isEqualTo(3);
    }

    @Test
    void theMomentBetweenTwoConnectionsOfOneClientIsNeverRefused() {
        List.of(absent(), absent(), absent());
        ReplayBuffer bridge = buffers.bridge(new AbsencePlace(room, address("192.0.2.1")), over::add);
        assertThat(bridge.handOver(new RecordingLink())).isTrue();
        assertThat(buffers.size()).isEqualTo(3);
    }

    /** However it ends, and also the moment between two connections counts: it is one more that is absent. */
    @Test
    void anAddressHasItsPlaceAgainWhenAnAbsenceEnds() {
        ReplayBuffers two = buffers(new ReplayBuffers.Limits(10, 10, LONG, 10, 10), 2);
        AbsencePlace here = new AbsencePlace(room, address("192.0.2.1"));
        for (int round = 0; round < 3; round++) {
            ReplayBuffer bridge = two.bridge(here, over::add);
            ReplayBuffer lost = Objects.requireNonNull(two.begin(here, over::add));
            assertThat(two.begin(here, over::add)).as("round %d", round).isNull();
            assertThat(bridge.handOver(new RecordingLink())).isTrue();
            ReplayBuffer again = Objects.requireNonNull(two.begin(here, over::add));
            assertThat(two.begin(here, over::add)).as("round %d", round).isNull();
            lost.end();
            again.discard();
        }
        assertThat(two.size()).isZero();
    }

    @Test
    void anAbsenceThatLastedForTheGraceEndsAndOneThatWasDiscardedTellsNobody() {
        ReplayBuffers brief = buffers(new ReplayBuffers.Limits(10, 10, Duration.ofNanos(1), 10, 10), 10);
        ReplayBuffer late = absent(brief);
        ReplayBuffer stale = absent(brief);
        stale.discard();
        brief.expire();
        brief.expire();
        runElsewhere();
        assertThat(over).containsExactly(late);
        assertThat(brief.size()).isZero();
        assertThat(brief.watched()).isZero();
    }

    @Test
    void whatHasEndedBeforeItIsWatchedIsNotWatched() {
        ReplayBuffers brief = buffers(new ReplayBuffers.Limits(1, 10, Duration.ofNanos(1), 10, 10), 10);
        ReplayBuffer buffer =
                Objects.requireNonNull(brief.begin(new AbsencePlace(room, address("192.0.2.1")), over::add));
        buffer.end();
        brief.watch(buffer);
        assertThat(brief.watched()).isZero();
        brief.expire();
        runElsewhere();
        assertThat(over).containsExactly(buffer);
    }
}
