package dev.ringdown.server.dialect.flyx;

import dev.ringdown.protocol.CloseReason;
import dev.ringdown.protocol.flyx.FlyxCodec;
import dev.ringdown.protocol.flyx.FlyxEvent;
import dev.ringdown.protocol.flyx.Role;
import dev.ringdown.protocol.flyx.Signature;
import dev.ringdown.server.core.Attendance;
import dev.ringdown.server.core.Backlog;
import dev.ringdown.server.core.HostedRoom;
import dev.ringdown.server.core.Peer;
import dev.ringdown.server.core.PeerLink;
import java.security.SecureRandom;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A client's place in a room. It outlives the connection of a client that asked to be resumable, by the grace at most.
 *
 * <p>Who is at the other end is one field, the peer's link: a connection, a {@link Backlog} while the client is absent, or
 * nothing once the place is given up. Each change of it is a compare-and-set, so that of two that meet (the client comes
 * back, its time is over) one happens. Any thread may call any method unless it says otherwise.
 */
final class Seat {
    private final Absences absences;
    private final HostedRoom room;
    private final Peer peer;
    private final Signature signature;
    private final byte[] left;

    /** The key with which the client may come back; null if it did not ask for one. */
    private volatile @Nullable String key;
    /** The key with which it came back, kept so that a second use is noticed. */
    private volatile @Nullable String usedKey;

    Seat(Absences absences, HostedRoom room, Peer peer) {
        this.absences = absences;
        this.room = room;
        this.peer = peer;
        this.signature = new Signature(peer.name());
        this.left = FlyxCodec.encode(new FlyxEvent.Left(peer.name()));
    }

    HostedRoom room() {
        return room;
    }

    Peer peer() {
        return peer;
    }

    Signature signature() {
        return signature;
    }

    /** Who the client is, as it is told. */
    FlyxEvent.Welcome welcome() {
        Role role = room.attendance().host() == peer ? Role.SENDER : Role.RECEIVER;
        return new FlyxEvent.Welcome(peer.name(), role, key);
    }

    /** Makes the key with which the client may come back. */
    void makeResumable(SecureRandom random) {
        key = absences.issue(this, random);
    }

    /**
     * The client came back. It gets its id, its role and a fresh key, then what was kept for it; own event loop of the new
     * connection only.
     *
     * @return false if the place was given up
     */
    boolean resume(PeerLink connection, SecureRandom random) {
        PeerLink before;
        do {
            if (peer.isUnlinked()) {
                return false;
            }
            before = peer.link();
        } while (!peer.relink(before, connection));
        List<byte[]> kept = List.of();
        if (before instanceof Backlog backlog) {
            absences.finish(backlog);
            kept = backlog.take();
            if (kept == null) {
                return false;
            }
        } else {
            // the server had not noticed yet that the old connection is dead
            before.close(CloseReason.REPLACED);
        }
        forget(usedKey);
        usedKey = key;
        makeResumable(random);
        connection.send(FlyxCodec.encode(welcome()));
        kept.forEach(connection::send);
        return true;
    }

    /** The connection was lost: keeps the place if the client may come back to it, or gives it up. */
    void lose(PeerLink connection) {
        if (key == null) {
            leave(connection);
            return;
        }
        Backlog backlog = absences.begin(peer, this::giveUp);
        if (!peer.relink(connection, backlog)) {
            // the client came back before its old connection was found dead
            absences.finish(backlog);
        }
    }

    /** Gives the place up, if it is still this connection's. */
    void leave(PeerLink connection) {
        if (peer.unlink(connection)) {
            giveUp();
        }
    }

    private void giveUp() {
        forget(key);
        forget(usedKey);
        PeerLink link = peer.link();
        if (link instanceof Backlog backlog) {
            absences.finish(backlog);
            peer.unlink(backlog);
        }
        Attendance before = room.leave(peer);
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
