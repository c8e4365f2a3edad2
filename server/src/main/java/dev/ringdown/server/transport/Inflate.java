package dev.ringdown.server.transport;

import dev.ringdown.protocol.CloseReason;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The receiving half of permessage-deflate (RFC 7692 §7.2.2) for one connection: messages in, inflated messages out,
 * never more than the limit. Holds zlib's memory outside the heap until {@link #end}. Confined to the connection's event
 * loop.
 */
final class Inflate {
    /** What the sender took off the end of the compressed message, §7.2.1. */
    private static final byte[] TAIL = {0x00, 0x00, (byte) 0xff, (byte) 0xff};

    private static final int STEP_BYTES = 8 * 1024;

    private final Inflater inflater = new Inflater(true);
    private final byte[] beyondLimit = new byte[1];
    private final boolean takeover;

    /**
     * @param takeover whether the client's window goes on from message to message; false if it offered
     *     {@code client_no_context_takeover}
     */
    Inflate(boolean takeover) {
        this.takeover = takeover;
    }

    /**
     * Inflates one message.
     *
     * @param limit the most bytes that may come of it
     * @throws Violation INVALID_DATA if it is not DEFLATE, TOO_BIG if more comes of it than the limit
     */
    MessageBuffer message(byte[] bytes, int offset, int length, int limit) throws Violation {
        MessageBuffer plain = new MessageBuffer(limit);
        try {
            if (length > 0 && !feed(bytes, offset, length, plain)) {
                feed(TAIL, 0, TAIL.length, plain);
            }
        } catch (DataFormatException notDeflate) {
            throw Violation.of(CloseReason.INVALID_DATA);
        }
        if (!takeover) {
            inflater.reset();
        }
        return plain;
    }

    /**
     * @return whether the bytes end with a DEFLATE stream's last block, so that nothing is left open for the tail to end
     */
    private boolean feed(byte[] bytes, int offset, int length, MessageBuffer plain)
            throws Violation, DataFormatException {
        inflater.setInput(bytes, offset, length);
        while (true) {
            int count = step(plain);
            if (inflater.finished()) {
                // a block with BFINAL ends a DEFLATE stream but not the message (§7.2.3.5): what follows is another
                // stream
                int left = inflater.getRemaining();
                inflater.reset();
                inflater.setInput(bytes, offset + length - left, left);
                if (left == 0) {
                    return true;
                }
            } else if (inflater.needsDictionary()) {
                throw Violation.of(CloseReason.INVALID_DATA);
            } else if (count == 0 && inflater.needsInput()) {
                return false;
            }
        }
    }

    private int step(MessageBuffer plain) throws Violation, DataFormatException {
        int left = plain.limit() - plain.size();
        if (left == 0) {
            // what is still to come may be no more than the end of a block
            if (inflater.inflate(beyondLimit) > 0) {
                throw Violation.of(CloseReason.TOO_BIG);
            }
            return 0;
        }
        if (plain.room() == 0) {
            plain.reserve(Math.min(STEP_BYTES, left));
        }
        int count = inflater.inflate(plain.bytes(), plain.size(), plain.room());
        plain.grown(count);
        return count;
    }

    /** Gives zlib's memory back. */
    void end() {
        inflater.end();
    }
}
