package dev.ringdown.server.dialect.flyx;

import dev.ringdown.protocol.ProtocolError;
import dev.ringdown.protocol.ProtocolException;
import dev.ringdown.protocol.flyx.FlyxCodec;
import dev.ringdown.protocol.flyx.FlyxEvent;
import dev.ringdown.server.config.FlyxSettings;
import dev.ringdown.server.core.Backlog;
import dev.ringdown.server.core.HostedRoom;
import dev.ringdown.server.core.Peer;
import dev.ringdown.server.core.Sessions;
import java.security.SecureRandom;
import java.util.Map;
import java.util.concurrent.ConcurrentMap;
import org.jctools.maps.NonBlockingHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Those who asked to be resumable: the keys with which they come back, and who is absent right now and until when. Any
 * thread, never blocks.
 */
final class Absences {
    private static final byte[] KEY_REUSED = FlyxCodec.encode(new FlyxEvent.Refused(new ProtocolException(
            ProtocolError.KEY_REUSED, "Somebody tried to come back with a key of this session that was used before.")));

    private final FlyxSettings settings;
    private final Sessions<Seat> sessions = new Sessions<>();
    /** Who is absent, with the moment at which it is over. */
    private final ConcurrentMap<Backlog, Long> absent = new NonBlockingHashMap<>();

    Absences(FlyxSettings settings) {
        this.settings = settings;
    }

    String issue(Seat seat, SecureRandom random) {
        return sessions.issue(seat, random);
    }

    void forget(String key) {
        sessions.forget(key);
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

    /** Keeps what is sent to a peer that is absent from now on, as long as the grace lasts. */
    Backlog begin(Peer peer, Runnable whenOver) {
        Backlog backlog = new Backlog(peer, settings.maxKeptMessages(), settings.maxKeptBytes(), whenOver);
        absent.put(backlog, System.nanoTime() + settings.grace().toNanos());
        return backlog;
    }

    /** The absence is over, one way or the other. */
    void finish(Backlog backlog) {
        absent.remove(backlog);
    }

    /** Ends the absences that have lasted for the whole grace. */
    void expire() {
        long now = System.nanoTime();
        for (Map.Entry<Backlog, Long> absence : absent.entrySet()) {
            if (now - absence.getValue() >= 0) {
                absent.remove(absence.getKey());
                absence.getKey().end();
            }
        }
    }
}
