package dev.ringdown.server.dialect.flyx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringdown.protocol.Introduction;
import dev.ringdown.server.config.FlyxSettings;
import dev.ringdown.server.config.WebSocketSettings;
import dev.ringdown.server.core.AbsencePlace;
import dev.ringdown.server.core.AddressQuota;
import dev.ringdown.server.core.HostedRoom;
import dev.ringdown.server.core.HostedRooms;
import dev.ringdown.server.core.MemoryBudget;
import dev.ringdown.server.core.Peer;
import dev.ringdown.server.core.PeerId;
import dev.ringdown.server.core.RoomOptions;
import dev.ringdown.server.support.RecordingLink;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A client's place in a room, and the connections that have it one after another. One thread. */
final class SeatTest {
    private final SecureRandom random = new SecureRandom();
    private final List<Runnable> elsewhere = new ArrayList<>();
    private final MemoryBudget memory = new MemoryBudget(10_000_000);
    private final Absences absences =
            new Absences(FlyxSettings.DEFAULTS, new AddressQuota(0, true), memory, elsewhere::add);
    private final HostedRoom room = new HostedRooms(1, new AddressQuota(0, true), null)
            .make(new RoomOptions(5, Duration.ZERO, Duration.ZERO, false, "{}"))
            .toCompletableFuture()
            .join();
    private final RecordingLink host = new RecordingLink();
    private final RecordingLink first = new RecordingLink();
    private final Peer peer = peer(first);
    private final Seat seat = new Seat(absences, new AbsencePlace(room, InetAddress.getLoopbackAddress()), peer);

    SeatTest() {
        room.enter(peer(host));
        room.enter(peer);
        seat.makeResumable(random);
    }

    private Peer peer(RecordingLink link) {
        PeerId id = PeerId.random(random);
        return new Peer(id, id.toString(), new Introduction(new byte[0]), link);
    }

    private void runElsewhere() {
        List<Runnable> due = List.copyOf(elsewhere);
        elsewhere.clear();
        due.forEach(Runnable::run);
    }

    private void comeBack(RecordingLink link) {
        seat.fence(link, () -> assertThat(seat.resume(link, random)).isTrue());
        runElsewhere();
    }

    @Test
    void atMostTwoKeysOfAClientAreRememberedHoweverOftenItComesBackAndNoneWhenItIsGone() {
        RecordingLink last = first;
        for (int i = 0; i < 10; i++) {
            seat.lose(last);
            last = new RecordingLink();
            comeBack(last);
        }
        assertThat(absences.keys()).isEqualTo(2);
        seat.leave(last);
        assertThat(absences.keys()).isZero();
        assertThat(host.last()).contains("disconnect").contains(peer.name());
    }

    @Test
    void aConnectionThatWasReplacedAndIsThenFoundDeadEndsNothing() {
        RecordingLink second = new RecordingLink();
        comeBack(second);
        assertThat(first.last()).isEqualTo("replaced");
        seat.lose(first);
        seat.leave(first);
        runElsewhere();
        assertThat(absences.buffers().size()).isZero();
        assertThat(peer.link()).isSameAs(second);
        assertThat(room.occupants().guests()).contains(peer);
        assertThat(host.messages()).isEmpty();
    }

    @Test
    void anAbsenceThatIsOverTellsTheOthersOnceAndFromNoEventLoop() {
        seat.lose(first);
        peer.send(new byte[FlyxSettings.DEFAULTS.maxKeptBytes() + 1]);
        assertThat(host.messages()).as("told on the caller's thread").isEmpty();
        assertThat(seat.resume(new RecordingLink(), random)).isFalse();
        runElsewhere();
        runElsewhere();
        assertThat(host.messages()).hasSize(1);
        assertThat(host.last()).contains("disconnect").contains(peer.name());
        assertThat(room.occupants().guests()).isEmpty();
        assertThat(absences.keys()).isZero();
        assertThat(memory.reservedBytes()).isZero();
    }

    @Test
    void aMessageOfTheGreatestSizeIsKept() {
        seat.lose(first);
        peer.send(new byte[WebSocketSettings.DEFAULTS.maxMessageBytes()]);
        RecordingLink second = new RecordingLink();
        comeBack(second);
        assertThat(second.last()).hasSize(WebSocketSettings.DEFAULTS.maxMessageBytes());
        assertThat(room.occupants().guests()).contains(peer);
    }

    @Test
    void whereTooManyAreAbsentALostClientIsGoneAtOnce() {
        Absences full = new Absences(FlyxSettings.DEFAULTS, new AddressQuota(0, true), memory, elsewhere::add);
        AbsencePlace place = seat.place();
        for (int i = 0; i < FlyxSettings.DEFAULTS.maxAbsentPerRoom(); i++) {
            assertThat(full.buffers().begin(place, buffer -> {})).isNotNull();
        }
        Seat late = new Seat(full, place, peer);
        late.makeResumable(random);
        late.lose(first);
        assertThat(host.last()).contains("disconnect").contains(peer.name());
        assertThat(full.keys()).isZero();
    }
}
