package dev.ringdown.protocol.rooms;

import dev.ringdown.protocol.RelayedMessage;

/** What a client of the rooms dialect may send. */
public sealed interface RoomsRequest {
    /** {@code IDENTIFY}: the first message, by which the client takes a name. */
    record Identify(String username) implements RoomsRequest {}

    /** {@code JOIN_ROOM}: the client wants to be in this room, and in no other. */
    record Join(String roomId) implements RoomsRequest {}

    /** {@code LEAVE_ROOM}: the client wants to be in no room. */
    record Leave() implements RoomsRequest {}

    /** {@code CHAT_MESSAGE}: meant for the data channel, and refused. */
    record Chat() implements RoomsRequest {}

    /**
     * {@code SDP_OFFER}, {@code SDP_ANSWER} or {@code ICE_CANDIDATE}: something for another member of the room, passed on
     * with the sender's id in {@code fromPeerId}.
     */
    final class Relay extends RelayedMessage implements RoomsRequest {}
}
