package dev.ringdown.server.core;

import dev.ringdown.protocol.Introduction;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jetbrains.kotlinx.lincheck.LinChecker;
import org.jetbrains.kotlinx.lincheck.annotations.Operation;
import org.jetbrains.kotlinx.lincheck.annotations.Param;
import org.jetbrains.kotlinx.lincheck.paramgen.ThreadIdGen;
import org.jetbrains.kotlinx.lincheck.strategy.stress.StressOptions;
import org.junit.jupiter.api.Test;

/** A room that expires while somebody comes and goes: linearizable, so that who is let in is in a room that goes on. */
public final class HostedRoomRaceTest {
    private static final long LATER_NANOS = Duration.ofHours(1).toNanos();
    private static final int PEERS = 8;

    private final HostedRoom room = new HostedRoom(
            "ABCDEF",
            Instant.EPOCH,
            Duration.ZERO,
            new RoomTerms(9, Duration.ofNanos(1), Duration.ZERO, false, "{}"),
            null);
    private final Peer[] peers = new Peer[PEERS];

    /** Lincheck calls it. */
    public HostedRoomRaceTest() {
        SecureRandom random = new SecureRandom();
        for (int i = 0; i < PEERS; i++) {
            peers[i] = new Peer(PeerId.random(random), "", new Introduction(new byte[0]), Nowhere.LINK);
        }
    }

    @Operation
    public String come(@Param(gen = ThreadIdGen.class) int thread) {
        Peer peer = peers[thread % PEERS];
        if (room.attendance().everybody().contains(peer)) {
            return "is here";
        }
        Attendance before = Objects.requireNonNull(room.enter(peer));
        return before.isOver() ? "over" : before.host() == null ? "host" : "guest";
    }

    @Operation
    public boolean go(@Param(gen = ThreadIdGen.class) int thread) {
        return room.leave(peers[thread % PEERS]) != null;
    }

    @Operation
    public boolean expire() {
        return room.expire(System.nanoTime() + LATER_NANOS);
    }

    @Test
    void isLinearizable() {
        LinChecker.check(
                HostedRoomRaceTest.class,
                new StressOptions().iterations(40).threads(3).actorsPerThread(3).invocationsPerIteration(3000));
    }
}
