package dev.ringdown.server.dialect.flyx;

import dev.ringdown.protocol.CloseReason;
import dev.ringdown.protocol.Introduction;
import dev.ringdown.protocol.ProtocolError;
import dev.ringdown.protocol.ProtocolException;
import dev.ringdown.protocol.Splice;
import dev.ringdown.protocol.flyx.FlyxCodec;
import dev.ringdown.protocol.flyx.FlyxEvent;
import dev.ringdown.protocol.flyx.FlyxRequest;
import dev.ringdown.server.core.AbsencePlace;
import dev.ringdown.server.core.HostedRoom;
import dev.ringdown.server.core.Members;
import dev.ringdown.server.core.Occupants;
import dev.ringdown.server.core.Peer;
import dev.ringdown.server.core.PeerId;
import dev.ringdown.server.core.SessionLink;
import dev.ringdown.server.core.SharedMessage;
import dev.ringdown.server.dialect.DialectSession;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a client of the flyx dialect: the client takes a seat in the room that its path named, or comes back
 * to the one that it had, and talks to the other side. Confined to the event loop of its connection.
 */
final class FlyxSession implements DialectSession {
    private static final ProtocolException ROOM_FULL =
            new ProtocolException(ProtocolError.ROOM_FULL, "The room is full.");
    private static final ProtocolException ROOM_OVER =
            new ProtocolException(ProtocolError.NOT_IN_ROOM, "The room is no more.");
    private static final ProtocolException NO_SENDER =
            new ProtocolException(ProtocolError.UNKNOWN_PEER, "There is no sender in this room now.");
    private static final ProtocolException UNKNOWN_RECEIVER = new ProtocolException(
            ProtocolError.UNKNOWN_PEER, "There is no receiver with this 'client_id' in your room.");

    private static final ProtocolException PEER_BUSY = new ProtocolException(
            ProtocolError.PEER_BUSY, "This peer has too much to read, the message was not relayed.");
    private static final ProtocolException TOO_EARLY =
            new ProtocolException(ProtocolError.RATE_LIMITED, "Too many messages before you have your place again.");
    private static final int MAX_EARLY_MESSAGES = 64;

    private final FlyxDialect dialect;
    private final AbsencePlace place;
    private final HostedRoom room;
    private final SessionLink link;
    private final boolean resumable;
    /** What a client that comes back says before it has its place again; null unless it waits for that. */
    private @Nullable List<byte[]> early;

    /** The client's place in the room; null before it has one. */
    private @Nullable Seat seat;

    /**
     * The session of a client that comes for the first time.
     *
     * @param resumable whether it asked for a key to come back with
     */
    FlyxSession(FlyxDialect dialect, AbsencePlace place, SessionLink link, boolean resumable) {
        this.dialect = dialect;
        this.place = place;
        this.room = place.room();
        this.link = link;
        this.resumable = resumable;
    }

    /** The session of a client that comes back. */
    FlyxSession(FlyxDialect dialect, Seat seat, SessionLink link) {
        this(dialect, seat.place(), link, true);
        this.seat = seat;
    }

    @Override
    public void opened() {
        Occupants present = room.occupants();
        Peer first = present.host() == null ? present.guests().first() : present.host();
        link.publish(first == null ? null : first.link(), this::begin);
    }

    private void begin() {
        if (seat == null) {
            enter();
        } else {
            Seat mine = seat;
            early = new ArrayList<>(1);
            mine.fence(link, () -> takePlace(mine));
        }
    }

    /** Nothing comes from the client's last connection any more: this one takes its place. */
    private void takePlace(Seat mine) {
        List<byte[]> waiting = early;
        early = null;
        if (waiting == null) {
            // it is lost already
            return;
        }
        if (!mine.resume(link, dialect.confined().random())) {
            link.close(CloseReason.SESSION_OVER);
            return;
        }
        for (byte[] message : waiting) {
            dialect.memory().release(message.length);
            try {
                text(message, 0, message.length);
            } catch (ProtocolException refused) {
                link.countIgnored(refused.error());
                refuse(refused);
            }
        }
    }

    private void hold(List<byte[]> waiting, byte[] bytes, int offset, int length) {
        if (waiting.size() == MAX_EARLY_MESSAGES || !dialect.memory().tryReserve(length)) {
            throw TOO_EARLY;
        }
        waiting.add(Arrays.copyOfRange(bytes, offset, offset + length));
    }

    private void enter() {
        PeerId id = PeerId.random(dialect.confined().random());
        String name = id.toString();
        Peer self = new Peer(id, name, new Introduction(FlyxCodec.encode(new FlyxEvent.Joined(name))), link);
        Occupants before = room.enter(self);
        if (before == null) {
            refuse(ROOM_FULL);
            link.close(CloseReason.ROOM_FULL);
            return;
        }
        if (before.isOver()) {
            refuse(ROOM_OVER);
            link.close(CloseReason.ROOM_CLOSED);
            return;
        }
        seat = new Seat(dialect.absences(), place, self);
        if (resumable) {
            seat.makeResumable(dialect.confined().random());
        }
        Peer sender = before.host();
        if (sender != null) {
            sender.send(self.introduction().encoded(), link);
        } else {
            // receivers that waited for a sender are news to it, before anything they say
            before.guests()
                    .forEach(receiver -> link.send(receiver.introduction().encoded()));
        }
    }

    @Override
    public void text(byte[] bytes, int offset, int length) {
        if (early != null) {
            hold(early, bytes, offset, length);
            return;
        }
        FlyxRequest request = dialect.confined().codec().decode(bytes, offset, length);
        Seat mine = seat;
        if (mine == null) {
            throw ROOM_OVER;
        }
        switch (request) {
            case FlyxRequest.Relay relay -> relay(mine, relay);
            case FlyxRequest.Join join -> link.send(FlyxCodec.encode(mine.welcome()));
            case FlyxRequest.Disconnect disconnect -> disconnect(mine, disconnect.message());
        }
    }

    private void relay(Seat mine, FlyxRequest.Relay relay) {
        Occupants present = room.occupants();
        Peer sender = present.host();
        if (sender == null) {
            throw NO_SENDER;
        }
        if (sender != mine.peer()) {
            relay(sender, relay.withSender(mine.stamp()));
        } else if (namesReceiver(mine, relay)) {
            relay(receiver(present, relay), relay.withSender(mine.stamp()));
        } else {
            broadcast(present.guests(), relay.withSender(mine.stamp()));
        }
    }

    private void relay(Peer target, Splice message) {
        if (!target.relay(message, link, null)) {
            throw PEER_BUSY;
        }
    }

    /** Whether a message of the sender's is for one receiver: not if it says the sender's own id, or no id of the server's. */
    private static boolean namesReceiver(Seat mine, FlyxRequest.Relay relay) {
        return relay.namesClient() && !mine.peer().id().isAt(relay.target(), relay.targetStart(), relay.targetEnd());
    }

    private static Peer receiver(Occupants present, FlyxRequest.Relay relay) {
        Peer receiver = present.guests().find(relay.target(), relay.targetStart(), relay.targetEnd());
        if (receiver == null) {
            throw UNKNOWN_RECEIVER;
        }
        return receiver;
    }

    private void broadcast(Members receivers, Splice splice) {
        if (receivers.size() < 2) {
            receivers.forEach(only -> relay(only, splice));
            return;
        }
        byte[] message = new byte[splice.length()];
        splice.copyTo(message, 0);
        SharedMessage shared = new SharedMessage(message);
        receivers.forEach(receiver -> receiver.send(shared, link));
        shared.release();
    }

    /** The client goes; but if the sender names a receiver, only that one hears of it, and the sender stays. */
    private void disconnect(Seat mine, FlyxRequest.Relay message) {
        Occupants present = room.occupants();
        if (present.host() == mine.peer() && namesReceiver(mine, message)) {
            relay(receiver(present, message), message.withSender(mine.stamp()));
        } else {
            mine.leave(link);
            link.close(CloseReason.NORMAL);
        }
    }

    @Override
    public void refuse(ProtocolException error) {
        link.send(FlyxCodec.encode(new FlyxEvent.Refused(error)));
    }

    @Override
    public void closed() {
        end();
        if (seat != null) {
            seat.leave(link);
        }
    }

    @Override
    public void lost() {
        end();
        if (seat != null) {
            seat.lose(link);
        }
    }

    private void end() {
        if (early != null) {
            early.forEach(message -> dialect.memory().release(message.length));
            early = null;
        }
    }

    @Override
    public String toString() {
        return "flyx session of " + (seat == null ? "nobody" : seat.peer().name()) + " in room " + room.id();
    }
}
