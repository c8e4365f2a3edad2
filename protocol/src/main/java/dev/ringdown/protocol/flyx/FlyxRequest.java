package dev.ringdown.protocol.flyx;

import dev.ringdown.protocol.Splice;

/** What a client of the flyx dialect may send. */
public sealed interface FlyxRequest {
    /** {@code join}: the client wants to know who it is. */
    record Join() implements FlyxRequest {}

    /**
     * {@code disconnect}: the client goes; or, from a sender who names a receiver, only that receiver is let go.
     *
     * @param message as it came, valid as long as it is
     */
    record Disconnect(Relay message) implements FlyxRequest {}

    /**
     * {@code offer}, {@code answer} or {@code ice_candidate}: something for the other side, passed on byte for byte but
     * for the sender's id.
     *
     * <p>A flyweight of the codec that decoded it, valid until that decodes again.
     */
    final class Relay implements FlyxRequest {
        private static final int UUID_LENGTH = 36;

        private final Splice splice = new Splice();
        private byte[] bytes = {};
        private int offset;
        private int length;
        private int dataBrace;
        private int idStart;
        private int idEnd;
        private byte[] target = {};
        private int targetStart;
        private int targetEnd;

        Relay() {}

        /** Points this at a message: where it is, where the members of its {@code data} go, and its id there, or -1. */
        void message(byte[] bytes, int offset, int length, int dataBrace, int idStart, int idEnd) {
            this.bytes = bytes;
            this.offset = offset;
            this.length = length;
            this.dataBrace = dataBrace;
            this.idStart = idStart;
            this.idEnd = idEnd;
        }

        /** Points this at the bytes of the id that the client gave; none if it gave none. */
        void target(byte[] target, int start, int end) {
            this.target = target;
            this.targetStart = start;
            this.targetEnd = end;
        }

        /**
         * Whether {@code data.client_id} is spelled like a UUID. The server's ids are; anything else is the client's own
         * label and names nobody.
         */
        public boolean namesClient() {
            if (targetEnd - targetStart != UUID_LENGTH) {
                return false;
            }
            for (int i = 0; i < UUID_LENGTH; i++) {
                byte next = target[targetStart + i];
                boolean hyphen = i == 8 || i == 13 || i == 18 || i == 23;
                if (hyphen ? next != '-' : Character.digit(next, 16) < 0) {
                    return false;
                }
            }
            return true;
        }

        /** Holds the id that the client gave, from {@link #targetStart} to {@link #targetEnd}. */
        public byte[] target() {
            return target;
        }

        /** Index of the first byte of that id. */
        public int targetStart() {
            return targetStart;
        }

        /** Index behind the last byte of that id. */
        public int targetEnd() {
            return targetEnd;
        }

        /**
         * The message as the other side gets it: {@code data.client_id} is the sender's own, whatever the client claimed
         * there or whether it claimed anything.
         */
        public Splice signed(Signature sender) {
            return idStart < 0
                    ? splice.set(bytes, offset, length, dataBrace + 1, dataBrace + 1, sender.member())
                    : splice.set(bytes, offset, length, idStart, idEnd, sender.value());
        }
    }
}
