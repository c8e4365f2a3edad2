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
            feed(bytes, offset, length, plain);
            feed(TAIL, 0, TAIL.length, plain);
        } catch (DataFormatException notDeflate) {
            throw Violation.of(CloseReason.INVALID_DATA);
        }
        if (!takeover) {
            inflater.reset();
        }
        return plain;
    }

    private void feed(byte[] bytes, int offset, int length, MessageBuffer plain) throws Violation, DataFormatException {
        inflater.setInput(bytes, offset, length);
        while (true) {
            if (plain.room() == 0) {
                plain.reserve(Math.max(1, Math.min(STEP_BYTES, plain.limit() - plain.size())));
            }
            int count = inflater.inflate(plain.bytes(), plain.size(), plain.room());
            plain.grown(count);
            if (inflater.finished()) {
                // a block with BFINAL ends a DEFLATE stream but not the message (§7.2.3.5): what follows is another
                // stream
                int left = inflater.getRemaining();
                inflater.reset();
                inflater.setInput(bytes, offset + length - left, left);
                if (left == 0) {
                    return;
                }
            } else if (inflater.needsDictionary()) {
                throw Violation.of(CloseReason.INVALID_DATA);
            } else if (count == 0 && inflater.needsInput()) {
                return;
            }
        }
    }

    /** Gives zlib's memory back. */
    void end() {
        inflater.end();
    }
}
