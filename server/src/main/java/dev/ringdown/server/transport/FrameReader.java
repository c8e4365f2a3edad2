package dev.ringdown.server.transport;

import dev.ringdown.protocol.CloseReason;
import dev.ringdown.protocol.ProtocolError;
import dev.ringdown.protocol.ProtocolException;
import dev.ringdown.protocol.json.Utf8;
import dev.ringdown.server.dialect.DialectSession;
import dev.ringdown.server.dialect.MessageLimits;
import dev.ringdown.server.metrics.Count;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/**
 * Turns what the socket of a WebSocket brings into messages for the dialect's session (RFC 6455 §5, RFC 7692 §6), and ends
 * the connection with the right code when the client breaks the rules.
 *
 * <p>A frame that is a whole message and has arrived whole, as nearly all do, is unmasked into the loop's scratch memory
 * and handed on; no object is made for it. Everything else takes the way through {@link MessageAssembler}. Confined to the
 * connection's event loop.
 */
final class FrameReader implements MessageReader {
    private static final ProtocolException TOO_MANY_MESSAGES =
            new ProtocolException(ProtocolError.RATE_LIMITED, "Too many messages, slow down.");

    private final Connection connection;
    private final DialectSession session;
    private final MessageLimits limits;

    /** What has not arrived whole; null while there is no such thing. */
    private @Nullable MessageAssembler assembly;
    /**
     * Bytes that have to wait: the first of a frame whose header was cut by the network, or all that came while the connection
     * {@link Connection#holdsInput holds input}; null nearly always.
     */
    private @Nullable ByteBuf held;
    /** Inflates the client's messages; null until the first compressed one. */
    private @Nullable Inflate inflate;

    private @Nullable TokenBucket controls;
    private @Nullable TokenBucket errors;
    private @Nullable TokenBucket messages;

    FrameReader(Connection connection, DialectSession session, MessageLimits limits) {
        this.connection = connection;
        this.session = session;
        this.limits = limits;
        int perSecond = connection.limits().maxMessagesPerSecond();
        this.messages = perSecond == 0
                ? null
                : new TokenBucket(perSecond, perSecond * 2, connection.loop().tick());
    }

    @Override
    public void read(ByteBuf in) throws Violation {
        if (held == null) {
            decode(in);
        } else {
            ByteBuf joined = held.writeBytes(in);
            held = null;
            try {
                decode(joined);
            } finally {
                joined.release();
            }
        }
        if (!connection.flow().reserveInput(heldBytes())) {
            throw Violation.of(CloseReason.OVERLOADED);
        }
    }

    /** What waits here, in bytes. */
    private int heldBytes() {
        return (held == null ? 0 : held.capacity()) + (assembly == null ? 0 : assembly.heldBytes());
    }

    @Override
    public void resume(Runnable then) throws Violation {
        try {
            then.run();
        } catch (ProtocolException refused) {
            refuse(refused);
        }
        read(Unpooled.EMPTY_BUFFER);
    }

    private void hold(ByteBuf in) {
        held = Unpooled.buffer(Math.max(FrameHeader.MAX_BYTES, in.readableBytes()))
                .writeBytes(in);
    }

    private void decode(ByteBuf in) throws Violation {
        FrameHeader header = connection.loop().header();
        boolean deflate = connection.deflate() != null;
        while (connection.isReading()) {
            if (assembly != null && assembly.insideFrame()) {
                if (!assembly.take(in)) {
                    return;
                }
                frameCompleted(assembly);
                continue;
            }
            if (!in.isReadable()) {
                return;
            }
            if (!header.read(in, deflate, limits.maxFrameBytes())) {
                hold(in);
                return;
            }
            boolean insideMessage = assembly != null && assembly.insideMessage();
            if (!header.isControl() && insideMessage != (header.opcode == FrameHeader.CONTINUATION)) {
                throw Violation.of(CloseReason.PROTOCOL_ERROR);
            }
            boolean whole = header.fin
                    && header.opcode != FrameHeader.CONTINUATION
                    && header.length <= in.readableBytes()
                    && header.length <= Loop.SCRATCH_BYTES;
            if (whole) {
                wholeFrame(in, header);
            } else {
                if (assembly == null) {
                    assembly = new MessageAssembler(limits);
                }
                assembly.begin(header);
            }
        }
        if (in.isReadable() && connection.holdsInput()) {
            hold(in);
        }
    }

    /** The common way: the frame is a whole message, or a control frame, and all of it is there. */
    private void wholeFrame(ByteBuf in, FrameHeader header) throws Violation {
        byte[] scratch = connection.loop().scratch();
        int length = header.length;
        in.readBytes(scratch, 0, length);
        boolean ascii = Masking.unmask(scratch, 0, length, header.mask);
        if (header.isControl()) {
            control(header.opcode, scratch, length);
        } else if (header.compressed) {
            compressedMessage(header.opcode == FrameHeader.TEXT, scratch, length);
        } else if (length > limits.maxMessageBytes()) {
            throw Violation.of(CloseReason.TOO_BIG);
        } else if (header.opcode == FrameHeader.TEXT) {
            if (!ascii && !Utf8.isValid(scratch, 0, length)) {
                throw Violation.of(CloseReason.INVALID_DATA);
            }
            message(true, scratch, length);
        } else {
            message(false, scratch, length);
        }
    }

    /** The rare way: the last byte of a frame came that had been cut by the network, or is a fragment. */
    private void frameCompleted(MessageAssembler assembled) throws Violation {
        MessageBuffer payload = assembled.payload();
        if (assembled.isControl()) {
            if (!assembled.insideMessage()) {
                assembly = null;
            }
            control(assembled.opcode(), payload.bytes(), payload.size());
        } else if (assembled.isMessageWhole()) {
            assembly = null;
            if (assembled.isCompressed()) {
                compressedMessage(assembled.isText(), payload.bytes(), payload.size());
            } else {
                message(assembled.isText(), payload.bytes(), payload.size());
            }
        }
    }

    private void compressedMessage(boolean text, byte[] bytes, int length) throws Violation {
        if (inflate == null) {
            DeflateParameters agreed = connection.deflate();
            inflate = new Inflate(agreed != null && !agreed.clientNoContextTakeover());
        }
        MessageBuffer plain = inflate.message(bytes, 0, length, limits.maxMessageBytes());
        if (text && !Utf8.isValid(plain.bytes(), 0, plain.size())) {
            throw Violation.of(CloseReason.INVALID_DATA);
        }
        message(text, plain.bytes(), plain.size());
    }

    private void message(boolean text, byte[] bytes, int length) {
        Loop loop = connection.loop();
        loop.count(connection.row(), Count.MESSAGES_IN, 1);
        loop.count(connection.row(), Count.BYTES_IN, length);
        if (messages != null && !messages.take(loop.tick())) {
            refuse(TOO_MANY_MESSAGES);
            return;
        }
        try {
            if (text) {
                session.text(bytes, 0, length);
            } else {
                session.binary(bytes, 0, length);
            }
        } catch (ProtocolException refused) {
            refuse(refused);
        }
    }

    private void refuse(ProtocolException refused) {
        Loop loop = connection.loop();
        loop.count(connection.row(), refused.error());
        if (refused.error().isByOthers()) {
            session.refuse(refused);
            return;
        }
        int perSecond = connection.limits().maxErrorsPerSecond();
        if (errors == null) {
            errors = new TokenBucket(perSecond, perSecond * 10, loop.tick());
        }
        if (errors.take(loop.tick())) {
            session.refuse(refused);
        } else {
            connection.close(CloseReason.RATE_LIMITED);
        }
    }

    /** Close, Ping or Pong (RFC 6455 §5.5). A Pong that nobody asked for is ignored, as is one that was asked for. */
    private void control(int opcode, byte[] payload, int length) throws Violation {
        if (opcode == FrameHeader.CLOSE) {
            checkClose(payload, length);
            connection.answerClose(payload, length);
            return;
        }
        int perSecond = connection.limits().maxControlsPerSecond();
        if (controls == null) {
            controls =
                    new TokenBucket(perSecond, perSecond * 10, connection.loop().tick());
        }
        if (!controls.take(connection.loop().tick())) {
            throw Violation.of(CloseReason.RATE_LIMITED);
        }
        if (opcode == FrameHeader.PING) {
            connection.pong(payload, length);
        }
    }

    /** The codes that may stand in a Close frame are those of RFC 6455 §7.4 and of its registry, and 3000 to 4999. */
    private static void checkClose(byte[] payload, int length) throws Violation {
        if (length == 0) {
            return;
        }
        int code = length == 1 ? 0 : ((payload[0] & 0xff) << 8) | (payload[1] & 0xff);
        boolean registered = (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014);
        if (!registered && (code < 3000 || code > 4999)) {
            throw Violation.of(CloseReason.PROTOCOL_ERROR);
        }
        if (!Utf8.isValid(payload, 2, length - 2)) {
            throw Violation.of(CloseReason.INVALID_DATA);
        }
    }

    @Override
    public void end() {
        if (held != null) {
            held.release();
            held = null;
        }
        if (inflate != null) {
            inflate.end();
            inflate = null;
        }
    }
}
