package dev.ringdown.server.dialect.flyx;

import dev.ringdown.protocol.ProtocolError;
import dev.ringdown.protocol.ProtocolException;
import dev.ringdown.protocol.flyx.FlyxCodec;
import dev.ringdown.protocol.flyx.FlyxEvent;
import dev.ringdown.server.config.FlyxSettings;
import dev.ringdown.server.core.AddressQuota;
import dev.ringdown.server.core.HostedRoom;
import dev.ringdown.server.core.MemoryBudget;
import dev.ringdown.server.core.ReplayBuffers;
import dev.ringdown.server.core.ResumeTokens;
import java.security.SecureRandom;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Those who asked to be resumable: the keys with which they come back, and what is kept for who is absent right now. Any
 * thread, never blocks.
 */
final class Absences {
    private static final byte[] KEY_REUSED = FlyxCodec.encode(new FlyxEvent.Refused(new ProtocolException(
            ProtocolError.KEY_REUSED, "Somebody tried to come back with a key of this session that was used before.")));

    private final ResumeTokens<Seat> sessions = new ResumeTokens<>();
    private final ReplayBuffers buffers;
    private final Executor elsewhere;

    /**
     * @param ofAddresses how many clients of one address may be absent
     * @param memory of the process
     * @param elsewhere runs tasks on a thread that is no event loop's
     */
    Absences(FlyxSettings settings, AddressQuota ofAddresses, MemoryBudget memory, Executor elsewhere) {
        this.elsewhere = elsewhere;
        this.buffers = new ReplayBuffers(
                new ReplayBuffers.Limits(
                        settings.maxKeptMessages(),
                        settings.maxKeptBytes(),
                        settings.grace(),
                        settings.maxAbsentPerRoom(),
                        settings.maxAbsent()),
                ofAddresses,
                memory,
                elsewhere);
    }

    String issue(Seat seat, SecureRandom random) {
        return sessions.issue(seat, random);
    }

    void forget(String key) {
        sessions.forget(key);
    }

    /** How many keys are remembered, used ones included. */
    int keys() {
        return sessions.size();
    }

    /**
     * The seat that a key gives back. The key is used by this; a second use is refused, and the seat's holder told.
     *
     * @return null if the key is not one of this room's, or was used before
     */
    @Nullable
    Seat takeUp(String key, HostedRoom room) {
        Seat seat = sessions.find(key);
        if (seat == null || seat.room() != room) {
            return null;
        }
        if (!sessions.use(key)) {
            seat.peer().send(KEY_REUSED);
            return null;
        }
        return seat;
    }

    /** Where what is sent to absent clients is kept. */
    ReplayBuffers buffers() {
        return buffers;
    }

    /** Runs a task soon, on a thread that is no event loop's. */
    void elsewhere(Runnable task) {
        elsewhere.execute(task);
    }
}
