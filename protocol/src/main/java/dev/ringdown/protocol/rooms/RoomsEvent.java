package dev.ringdown.protocol.rooms;

import dev.ringdown.protocol.Introduction;
import dev.ringdown.protocol.ProtocolException;
import java.util.List;

/** What the server says of its own accord in the rooms dialect. */
public sealed interface RoomsEvent {
    /** {@code AUTH_SUCCESS}: the name is the client's. */
    record AuthSuccess(String username) implements RoomsEvent {}

    /** {@code AUTH_ERROR}: the name or the first message was refused; the close follows. */
    record AuthError(String message) implements RoomsEvent {}

    /** {@code ROOM_MEMBERS}, to the joiner: who was there before it, in the order of joining. */
    record RoomMembers(String roomId, List<Introduction> members) implements RoomsEvent {}

    /** {@code NEW_PEER_IN_ROOM}, to the others. */
    record PeerJoined(String roomId, Introduction peer) implements RoomsEvent {}

    /** {@code PEER_LEFT_ROOM}, to those who stay. */
    record PeerLeft(String roomId, Introduction peer) implements RoomsEvent {}

    /** {@code ERROR}: something the client sent was refused; the connection stays. */
    record Refused(ProtocolException error) implements RoomsEvent {}
}
