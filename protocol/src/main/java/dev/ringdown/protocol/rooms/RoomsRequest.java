package dev.ringdown.protocol.rooms;

import dev.ringdown.protocol.Splice;

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
     * byte for byte but for the sender's id.
     *
     * <p>A flyweight of the codec that decoded it, valid until that decodes again.
     */
    final class Relay implements RoomsRequest {
        private final Splice splice = new Splice();
        private byte[] bytes = {};
        private int offset;
        private int length;
        private int openBrace;
        private int fromStart;
        private int fromEnd;
        private byte[] target = {};
        private int targetStart;
        private int targetEnd;

        Relay() {}

        /** Points this at a message: where it is, where its members go, and where its {@code fromPeerId} is, or -1. */
        void message(byte[] bytes, int offset, int length, int openBrace, int fromStart, int fromEnd) {
            this.bytes = bytes;
            this.offset = offset;
            this.length = length;
            this.openBrace = openBrace;
            this.fromStart = fromStart;
            this.fromEnd = fromEnd;
        }

        /** Points this at the bytes that spell the target's id. */
        void target(byte[] target, int start, int end) {
            this.target = target;
            this.targetStart = start;
            this.targetEnd = end;
        }

        /** Holds the id of the peer that this is for, from {@link #targetStart} to {@link #targetEnd}. */
        public byte[] target() {
            return target;
        }

        /** Index of the first byte of the target's id. */
        public int targetStart() {
            return targetStart;
        }

        /** Index behind the last byte of the target's id. */
        public int targetEnd() {
            return targetEnd;
        }

        /**
         * The message as the target gets it: {@code fromPeerId} is the sender's, whatever the client claimed there or
         * whether it claimed anything.
         */
        public Splice signed(Signature sender) {
            return fromStart < 0
                    ? splice.set(bytes, offset, length, openBrace + 1, openBrace + 1, sender.member())
                    : splice.set(bytes, offset, length, fromStart, fromEnd, sender.value());
        }
    }
}
