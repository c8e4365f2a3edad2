package dev.ringdown.server.transport;

import dev.ringdown.protocol.CloseReason;
import dev.ringdown.protocol.json.Utf8;
import dev.ringdown.server.dialect.MessageLimits;
import io.netty.buffer.ByteBuf;

/**
 * What of a connection's input has not arrived whole: a frame cut by the network, a message cut into frames, or both.
 * The rare path beside {@link FrameReader}, and there only while it is needed.
 *
 * <p>Payload is unmasked and, if it is text, checked as it comes, so that invalid UTF-8 ends the connection at the byte
 * that makes it so (RFC 6455 §8.1), not at the end of the message. Confined to the connection's event loop.
 */
final class MessageAssembler {
    private final MessageLimits limits;

    private boolean insideFrame;
    private boolean control;
    private int opcode;
    private boolean fin;
    private int mask;
    private int done;
    private int remaining;
    private MessageBuffer controlPayload;

    private boolean insideMessage;
    private boolean text;
    private boolean compressed;
    private int fragments;
    private int utf8;
    private MessageBuffer payload;

    MessageAssembler(MessageLimits limits) {
        this.limits = limits;
        this.controlPayload = new MessageBuffer(limits.maxMessageBytes());
        this.payload = controlPayload;
    }

    /** Whether a frame's payload is still to come. */
    boolean insideFrame() {
        return insideFrame;
    }

    /** Whether a message was begun by a frame without FIN, or cut inside its only frame. */
    boolean insideMessage() {
        return insideMessage;
    }

    /** The opcode of the frame that was completed last. */
    int opcode() {
        return opcode;
    }

    /** Whether the frame that was completed last is Close, Ping or Pong. */
    boolean isControl() {
        return control;
    }

    /** Whether the message is whole with the frame that was completed last. */
    boolean isMessageWhole() {
        return fin;
    }

    /** Whether the message is text. */
    boolean isText() {
        return text;
    }

    /** Whether the message is compressed. */
    boolean isCompressed() {
        return compressed;
    }

    /** The payload of the control frame or of the message that is whole. */
    MessageBuffer payload() {
        return control ? controlPayload : payload;
    }

    /**
     * Begins a frame whose header was just read.
     *
     * @throws Violation if the message gets too big by it, or has too many fragments
     */
    void begin(FrameHeader header) throws Violation {
        insideFrame = true;
        control = header.isControl();
        opcode = header.opcode;
        fin = header.fin;
        mask = header.mask;
        done = 0;
        remaining = header.length;
        if (control) {
            controlPayload = new MessageBuffer(header.length);
            return;
        }
        if (!insideMessage) {
            insideMessage = true;
            text = header.opcode == FrameHeader.TEXT;
            compressed = header.compressed;
            fragments = 0;
            utf8 = Utf8.ACCEPT;
            payload = new MessageBuffer(limits.maxMessageBytes());
        }
        if (++fragments > limits.maxFragments()) {
            throw Violation.of(CloseReason.TOO_MANY_FRAGMENTS);
        }
        if (header.length > limits.maxMessageBytes() - payload.size()) {
            throw Violation.of(CloseReason.TOO_BIG);
        }
    }

    /**
     * Takes what is there of the frame's payload.
     *
     * @return whether the frame is complete by it
     * @throws Violation if the text is not UTF-8
     */
    boolean take(ByteBuf in) throws Violation {
        MessageBuffer target = payload();
        int count = Math.min(remaining, in.readableBytes());
        target.reserve(count);
        int at = target.size();
        in.readBytes(target.bytes(), at, count);
        boolean ascii = Masking.unmask(target.bytes(), at, count, Masking.turn(mask, done));
        target.grown(count);
        done += count;
        remaining -= count;
        insideFrame = remaining > 0;
        if (!control && text && !compressed) {
            checkText(target.bytes(), at, count, ascii);
        }
        return !insideFrame;
    }

    /** The memory that it holds, in bytes. */
    int heldBytes() {
        return payload.bytes().length + (control ? controlPayload.bytes().length : 0);
    }

    /** Ends the message; the next data frame begins another. */
    void endMessage() {
        insideMessage = false;
    }

    private void checkText(byte[] bytes, int offset, int length, boolean ascii) throws Violation {
        if (!ascii || utf8 != Utf8.ACCEPT) {
            utf8 = Utf8.validate(utf8, bytes, offset, length);
        }
        boolean whole = fin && !insideFrame;
        if (utf8 == Utf8.REJECT || (whole && utf8 != Utf8.ACCEPT)) {
            throw Violation.of(CloseReason.INVALID_DATA);
        }
    }
}
