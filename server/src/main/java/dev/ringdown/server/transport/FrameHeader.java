package dev.ringdown.server.transport;

import dev.ringdown.protocol.CloseReason;
import io.netty.buffer.ByteBuf;

/**
 * The head of a frame as a client sends it, and the rules for it that hold on their own (RFC 6455 §5.2):
 *
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +-+-+-+-+-------+-+-------------+-------------------------------+
 *  |F|R|R|R| opcode|M| Payload len |    Extended payload length    |
 *  |I|S|S|S|  (4)  |A|     (7)     |             (16/64)           |
 *  |N|V|V|V|       |S|             |   (if payload len==126/127)   |
 *  | |1|2|3|       |K|             |                               |
 *  +-+-+-+-+-------+-+-------------+-------------------------------+
 *  |                               Masking-key (32), always        |
 *  +---------------------------------------------------------------+
 * </pre>
 *
 * A flyweight, one an event loop: valid until the next {@link #read}.
 */
final class FrameHeader {
    static final int CONTINUATION = 0x0;
    static final int TEXT = 0x1;
    static final int BINARY = 0x2;
    static final int CLOSE = 0x8;
    static final int PING = 0x9;
    static final int PONG = 0xA;

    /** The longest head: two bytes, a 64-bit length, the masking key. */
    static final int MAX_BYTES = 14;

    private static final int MAX_CONTROL_PAYLOAD = 125;

    boolean fin;
    /** RSV1: the message is compressed (RFC 7692 §6). */
    boolean compressed;

    int opcode;
    int length;
    /** The masking key, its first byte in the lowest eight bits. */
    int mask;

    /**
     * Reads a head if it is there as a whole.
     *
     * @param in its reader index moves behind the head, or stays if bytes are missing
     * @param deflate whether RSV1 was negotiated
     * @param maxLength the longest payload that a data frame may have
     * @return whether the head was there
     * @throws Violation as soon as the bytes that are there break a rule
     */
    boolean read(ByteBuf in, boolean deflate, int maxLength) throws Violation {
        int start = in.readerIndex();
        int available = in.readableBytes();
        int first = in.getByte(start);
        opcode = first & 0x0f;
        fin = (first & 0x80) != 0;
        compressed = (first & 0x40) != 0;
        if ((first & 0x30) != 0 || !isKnown(opcode) || (compressed && !(deflate && isFirstOfMessage()))) {
            throw Violation.of(CloseReason.PROTOCOL_ERROR);
        }
        if (available < 2) {
            return false;
        }
        int second = in.getByte(start + 1);
        int length7 = second & 0x7f;
        if ((second & 0x80) == 0 || (isControl() && (!fin || length7 > MAX_CONTROL_PAYLOAD))) {
            throw Violation.of(CloseReason.PROTOCOL_ERROR);
        }
        int bytes = length7 < 126 ? 6 : length7 == 126 ? 8 : 14;
        if (available < bytes - 4) {
            return false;
        }
        long declared = length7;
        if (length7 == 126) {
            declared = in.getUnsignedShort(start + 2);
        } else if (length7 == 127) {
            declared = in.getLong(start + 2);
        }
        // "the minimal number of bytes MUST be used" (§5.2); a length with its top bit set is too big, and not legal
        // either
        if ((length7 == 126 && declared < 126) || (length7 == 127 && declared >= 0 && declared < 65536)) {
            throw Violation.of(CloseReason.PROTOCOL_ERROR);
        }
        if (declared < 0 || (declared > maxLength && !isControl())) {
            throw Violation.of(CloseReason.TOO_BIG);
        }
        if (available < bytes) {
            return false;
        }
        length = (int) declared;
        mask = in.getIntLE(start + bytes - 4);
        in.readerIndex(start + bytes);
        return true;
    }

    /** Whether this is Close, Ping or Pong: never fragmented, may come between the fragments of a message (§5.5). */
    boolean isControl() {
        return (opcode & 0x8) != 0;
    }

    private boolean isFirstOfMessage() {
        return opcode == TEXT || opcode == BINARY;
    }

    private static boolean isKnown(int opcode) {
        return opcode <= BINARY || (opcode >= CLOSE && opcode <= PONG);
    }
}
