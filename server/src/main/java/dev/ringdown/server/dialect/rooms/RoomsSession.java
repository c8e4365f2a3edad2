package dev.ringdown.server.dialect.rooms;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ringdown.protocol.CloseReason;
import dev.ringdown.protocol.Introduction;
import dev.ringdown.protocol.ProtocolError;
import dev.ringdown.protocol.ProtocolException;
import dev.ringdown.protocol.SenderStamp;
import dev.ringdown.protocol.rooms.RoomsCodec;
import dev.ringdown.protocol.rooms.RoomsEvent;
import dev.ringdown.protocol.rooms.RoomsRequest;
import dev.ringdown.server.core.Members;
import dev.ringdown.server.core.NameRule;
import dev.ringdown.server.core.Peer;
import dev.ringdown.server.core.PeerId;
import dev.ringdown.server.core.Room;
import dev.ringdown.server.core.Rooms.Joined;
import dev.ringdown.server.core.SessionLink;
import dev.ringdown.server.dialect.DialectSession;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One client of the rooms dialect: first it says who it is, then it joins a room, then it talks to the members. Confined
 * to the event loop of its connection.
 */
final class RoomsSession implements DialectSession {
    private static final String NO_IDENTIFY = "Invalid initial message. Expected type 'IDENTIFY'.";
    private static final String EMPTY_NAME = "Username cannot be empty.";
    private static final String NAME_TAKEN = "Username already taken.";
    private static final String BAD_NAME = "Username is too long or has characters that cannot be shown.";

    private static final ProtocolException NOT_IDENTIFIED =
            new ProtocolException(ProtocolError.NOT_IDENTIFIED, NO_IDENTIFY);
    private static final ProtocolException ALREADY_IDENTIFIED =
            new ProtocolException(ProtocolError.ALREADY_IDENTIFIED, "This connection has a name already.");
    private static final ProtocolException EMPTY_ROOM_ID =
            new ProtocolException(ProtocolError.BAD_FIELD, "'roomId' must not be empty.");
    private static final ProtocolException LONG_ROOM_ID =
            new ProtocolException(ProtocolError.BAD_FIELD, "'roomId' is too long.");
    private static final ProtocolException ROOM_FULL =
            new ProtocolException(ProtocolError.ROOM_FULL, "The room is full.");
    private static final ProtocolException NOT_IN_ROOM =
            new ProtocolException(ProtocolError.NOT_IN_ROOM, "Join a room first.");
    private static final ProtocolException UNKNOWN_PEER =
            new ProtocolException(ProtocolError.UNKNOWN_PEER, "There is no peer with this 'toPeerId' in your room.");
    private static final ProtocolException PEER_BUSY = new ProtocolException(
            ProtocolError.PEER_BUSY, "This peer has too much to read, the message was not relayed.");
    private static final ProtocolException CHAT_NOT_RELAYED = new ProtocolException(
            ProtocolError.NOT_RELAYED, "Chat travels peer to peer, over a data channel; the server does not relay it.");

    private final RoomsDialect dialect;
    private final SessionLink link;

    /** Who the client is; null until it has said so. */
    private @Nullable Peer self;
    /** Its id in what it sends; null as long as {@link #self} is. */
    private @Nullable SenderStamp stamp;
    /** Where it is; null while it is nowhere. */
    private @Nullable Room room;

    RoomsSession(RoomsDialect dialect, SessionLink link) {
        this.dialect = dialect;
        this.link = link;
    }

    @Override
    public void opened() {
        link.setDeadline(dialect.settings().identifyTimeout(), CloseReason.IDENTIFY_TIMEOUT);
    }

    @Override
    public void text(byte[] bytes, int offset, int length) {
        RoomsRequest request = dialect.confined().codec().decode(bytes, offset, length);
        Peer peer = self;
        if (peer == null) {
            if (!(request instanceof RoomsRequest.Identify identify)) {
                throw NOT_IDENTIFIED;
            }
            identify(identify.username());
            return;
        }
        switch (request) {
            case RoomsRequest.Relay relay -> relay(relay);
            case RoomsRequest.Join join -> join(peer, join.roomId());
            case RoomsRequest.Leave leave -> leave(peer);
            case RoomsRequest.Identify again -> throw ALREADY_IDENTIFIED;
            case RoomsRequest.Chat chat -> throw CHAT_NOT_RELAYED;
        }
    }

    private void identify(String username) {
        if (username.isBlank()) {
            reject(EMPTY_NAME);
            return;
        }
        if (!NameRule.allows(username, dialect.settings().maxNameBytes())) {
            reject(BAD_NAME);
            return;
        }
        PeerId id = PeerId.random(dialect.confined().random());
        Introduction introduction = RoomsCodec.introduction(id.toString(), username);
        Peer peer = new Peer(id, username, introduction, link);
        if (!dialect.names().claim(peer)) {
            reject(NAME_TAKEN);
            return;
        }
        self = peer;
        stamp = RoomsCodec.stamp(id.toString());
        link.clearDeadline();
        link.send(RoomsCodec.encode(new RoomsEvent.AuthSuccess(username)));
    }

    private void join(Peer peer, String roomId) {
        if (roomId.isEmpty()) {
            throw EMPTY_ROOM_ID;
        }
        if (roomId.getBytes(UTF_8).length > dialect.settings().maxRoomIdBytes()) {
            throw LONG_ROOM_ID;
        }
        Room before = room;
        if (before != null && before.id().equals(roomId)) {
            introduce(before, before.members(), peer);
            return;
        }
        if (before != null) {
            leave(peer);
        }
        Room there = dialect.rooms().find(roomId);
        Peer first = there == null ? null : there.members().first();
        link.publish(first == null ? null : first.link(), () -> enter(peer, roomId));
    }

    private void enter(Peer peer, String roomId) {
        Joined joined = dialect.rooms().join(roomId, peer);
        if (joined == null) {
            throw ROOM_FULL;
        }
        room = joined.room();
        introduce(joined.room(), joined.others(), peer);
    }

    /**
     * Tells the joiner who is there, and them that it is. The joiner hears it first, before any of them can answer. Who joins
     * the room that it is in is introduced again: clients do that to be offered to anew.
     */
    private void introduce(Room joined, Members members, Peer peer) {
        List<Introduction> others = new ArrayList<>(members.size());
        for (Peer member : members) {
            if (member != peer) {
                others.add(member.introduction());
            }
        }
        link.send(RoomsCodec.encode(new RoomsEvent.RoomMembers(joined.id(), others)));
        if (others.isEmpty()) {
            return;
        }
        byte[] news = RoomsCodec.encode(new RoomsEvent.PeerJoined(joined.id(), peer.introduction()));
        for (Peer member : members) {
            if (member != peer) {
                member.send(news, link, joined);
            }
        }
    }

    private void leave(Peer peer) {
        Room left = room;
        if (left == null) {
            throw NOT_IN_ROOM;
        }
        room = null;
        Members stay = dialect.rooms().leave(left, peer);
        if (!stay.isEmpty()) {
            byte[] news = RoomsCodec.encode(new RoomsEvent.PeerLeft(left.id(), peer.introduction()));
            stay.forEach(member -> member.send(news, link, left));
        }
    }

    private void relay(RoomsRequest.Relay relay) {
        if (room == null || stamp == null) {
            throw NOT_IN_ROOM;
        }
        Peer target = room.members().find(relay.target(), relay.targetStart(), relay.targetEnd());
        if (target == null) {
            throw UNKNOWN_PEER;
        }
        if (!target.relay(relay.withSender(stamp), link, room)) {
            throw PEER_BUSY;
        }
    }

    /** A first message that is no good ends the connection; later ones do not. */
    @Override
    public void refuse(ProtocolException error) {
        if (self == null) {
            reject(NO_IDENTIFY);
        } else {
            link.send(RoomsCodec.encode(new RoomsEvent.Refused(error)));
        }
    }

    private void reject(String message) {
        link.send(RoomsCodec.encode(new RoomsEvent.AuthError(message)));
        link.close(CloseReason.NOT_ADMITTED);
    }

    @Override
    public void closed() {
        Peer peer = self;
        if (peer != null) {
            if (room != null) {
                leave(peer);
            }
            dialect.names().release(peer);
        }
    }

    @Override
    public String toString() {
        return "rooms session of " + (self == null ? "nobody yet" : self);
    }
}
