package dev.ringdown.server.dialect.flyx;

import dev.ringdown.protocol.CloseReason;
import dev.ringdown.protocol.SenderStamp;
import dev.ringdown.protocol.flyx.FlyxCodec;
import dev.ringdown.protocol.flyx.FlyxEvent;
import dev.ringdown.protocol.flyx.Role;
import dev.ringdown.server.core.AbsencePlace;
import dev.ringdown.server.core.HostedRoom;
import dev.ringdown.server.core.Occupants;
import dev.ringdown.server.core.Peer;
import dev.ringdown.server.core.PeerLink;
import dev.ringdown.server.core.ReplayBuffer;
import dev.ringdown.server.core.SessionLink;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/**
 * A client's place in a room. It outlives the connection of a client that asked to be resumable, by the grace at most.
 *
 * <p>Who is at the other end is one field, the peer's link: a connection, a {@link ReplayBuffer} while the client is absent,
 * or nothing once the place is given up. The way from one connection to another is always through a buffer. Each change is a
 * compare-and-set, so that of two that meet (the client comes back, its time is over) one happens. Any thread may call any
 * method unless it says otherwise.
 */
final class Seat {
    private final Absences absences;
    private final HostedRoom room;
    private final AbsencePlace place;
    private final Peer peer;
    private final SenderStamp stamp;
    private final byte[] left;

    /** The key with which the client may come back; null if it did not ask for one. */
    private volatile @Nullable String key;
    /** The key with which it came back, kept so that a second use is noticed. */
    private volatile @Nullable String usedKey;

    Seat(Absences absences, AbsencePlace place, Peer peer) {
        this.absences = absences;
        this.room = place.room();
        this.place = place;
        this.peer = peer;
        this.stamp = FlyxCodec.stamp(peer.name());
        this.left = FlyxCodec.encode(new FlyxEvent.Left(peer.name()));
    }

    HostedRoom room() {
        return room;
    }

    /** Where the client counts while it is absent. */
    AbsencePlace place() {
        return place;
    }

    Peer peer() {
        return peer;
    }

    SenderStamp stamp() {
        return stamp;
    }

    /** Who the client is, as it is told. */
    FlyxEvent.Welcome welcome() {
        Role role = room.occupants().host() == peer ? Role.SENDER : Role.RECEIVER;
        return new FlyxEvent.Welcome(peer.name(), role, key);
    }

    /** Makes the key with which the client may come back. */
    void makeResumable(SecureRandom random) {
        key = absences.issue(this, random);
    }

    /**
     * The client came back over a connection of its own: fences the one before, and then does something on the new one's
     * event loop. From then on nothing comes from the connection before, and all that came from it is in the others'
     * mailboxes already, or with them: so it is not overtaken by what comes from the new one.
     *
     * @param then may call {@link #resume}
     */
    void fence(SessionLink connection, Runnable then) {
        if (peer.link() instanceof SessionLink before) {
            // the server had not noticed yet that the old connection is dead
            before.execute(() -> {
                goAbsent(before, absences.buffers().bridge(place, this::leave));
                before.close(CloseReason.REPLACED);
                connection.execute(then);
            });
        } else {
            // by way of the connection's mailbox, behind what waits there
            absences.elsewhere(() -> connection.execute(then));
        }
    }

    /**
     * The client takes its place again. It gets its id, its role and a fresh key, then what was kept for it; own event loop
     * of the new connection only.
     *
     * @return false if the place was given up
     */
    boolean resume(PeerLink connection, SecureRandom random) {
        if (!(peer.link() instanceof ReplayBuffer buffer) || !buffer.handOver(connection)) {
            return false;
        }
        forget(usedKey);
        usedKey = key;
        makeResumable(random);
        connection.send(FlyxCodec.encode(welcome()));
        buffer.replay();
        peer.relink(buffer, connection);
        return true;
    }

    /** The connection was lost: keeps the place if the client may come back to it, or gives it up. */
    void lose(PeerLink connection) {
        ReplayBuffer buffer = key == null ? null : absences.buffers().begin(place, this::leave);
        if (buffer == null) {
            leave(connection);
        } else {
            goAbsent(connection, buffer);
        }
    }

    private void goAbsent(PeerLink connection, ReplayBuffer buffer) {
        if (peer.relink(connection, buffer)) {
            absences.buffers().watch(buffer);
        } else {
            // the client came back before its old connection was found dead
            buffer.discard();
        }
    }

    /** Gives the place up, if it is still this link's: that of the connection that leaves, or of the absence that is over. */
    void leave(PeerLink link) {
        if (peer.unlink(link)) {
            goneForGood();
        }
    }

    private void goneForGood() {
        forget(key);
        forget(usedKey);
        Occupants before = room.leave(peer);
        if (before == null) {
            return;
        }
        Peer host = before.host();
        if (host == peer) {
            before.guests().forEach(guest -> guest.send(left));
        } else if (host != null) {
            host.send(left);
        }
    }

    private void forget(@Nullable String old) {
        if (old != null) {
            absences.forget(old);
        }
    }
}
