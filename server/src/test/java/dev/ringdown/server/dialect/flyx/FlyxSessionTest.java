package dev.ringdown.server.dialect.flyx;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ringdown.protocol.Introduction;
import dev.ringdown.protocol.ProtocolException;
import dev.ringdown.server.config.FlyxSettings;
import dev.ringdown.server.core.AbsencePlace;
import dev.ringdown.server.core.AddressQuota;
import dev.ringdown.server.core.AddressRateLimiter;
import dev.ringdown.server.core.HostedRoom;
import dev.ringdown.server.core.HostedRooms;
import dev.ringdown.server.core.MemoryBudget;
import dev.ringdown.server.core.Peer;
import dev.ringdown.server.core.PeerId;
import dev.ringdown.server.core.RoomOptions;
import dev.ringdown.server.dialect.MessageLimits;
import dev.ringdown.server.support.HandDrivenTimer;
import dev.ringdown.server.support.RecordingLink;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a client says that came back and does not have its place again yet. One thread. */
final class FlyxSessionTest {
    private static final byte[] JOIN = "{\"type\":\"join\"}".getBytes(UTF_8);
    private static final int MOST_EARLY = 64;

    private final HandDrivenTimer timer = new HandDrivenTimer();
    private final MemoryBudget memory = new MemoryBudget(1_000_000);
    private final HostedRooms rooms = new HostedRooms(1, new AddressQuota(0, true), null);
    private final HostedRoom room = rooms.make(new RoomOptions(5, Duration.ZERO, Duration.ZERO, false, "{}"))
            .toCompletableFuture()
            .join();
    private final FlyxDialect dialect = new FlyxDialect(
            FlyxSettings.DEFAULTS,
            new MessageLimits(1000, 1000, 1),
            rooms,
            new AddressRateLimiter(0, true),
            new AddressQuota(0, true),
            memory,
            timer.service());
    private final RecordingLink link = new RecordingLink();
    private final FlyxSession session = comesBack();

    private FlyxSession comesBack() {
        SecureRandom random = new SecureRandom();
        PeerId id = PeerId.random(random);
        RecordingLink before = new RecordingLink();
        Peer peer = new Peer(id, id.toString(), new Introduction(new byte[0]), before);
        room.enter(peer);
        Seat seat = new Seat(dialect.absences(), new AbsencePlace(room, InetAddress.getLoopbackAddress()), peer);
        seat.makeResumable(random);
        seat.lose(before);
        FlyxSession back = new FlyxSession(dialect, seat, link);
        back.opened();
        return back;
    }

    @Test
    void isAnsweredWhenItHasThePlaceAndNoMoreThanMayWait() {
        for (int i = 0; i < MOST_EARLY; i++) {
            session.text(JOIN, 0, JOIN.length);
        }
        assertThat(memory.reservedBytes()).isEqualTo((long) MOST_EARLY * JOIN.length);
        assertThatThrownBy(() -> session.text(JOIN, 0, JOIN.length)).isInstanceOf(ProtocolException.class);
        assertThat(link.messages()).isEmpty();

        timer.run();
        assertThat(memory.reservedBytes()).isZero();
        // its place, and then an answer to each
        assertThat(link.messages()).hasSize(1 + MOST_EARLY).allMatch(message -> message.contains("\"role\""));
    }

    @Test
    void isForgottenIfItIsLostBefore() {
        session.text(JOIN, 0, JOIN.length);
        session.lost();
        assertThat(memory.reservedBytes()).isZero();
        timer.run();
        assertThat(link.messages()).isEmpty();
        assertThat(room.occupants().size()).isEqualTo(1);
    }
}
