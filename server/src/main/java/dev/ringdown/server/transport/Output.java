package dev.ringdown.server.transport;

import dev.ringdown.protocol.Splice;
import dev.ringdown.server.core.SharedMessage;
import dev.ringdown.server.metrics.Count;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/**
 * What a connection has to say: WebSocket frames (RFC 6455 §5), or messages as they are over plain TCP, gathered in one
 * buffer until the connection is flushed. Bytes are copied before a call returns. Nothing is taken from a connection that is
 * not open, and one that holds more than it may is given up. Confined to the connection's event loop.
 */
final class Output {
    /** Messages for many that are no longer are cheaper copied than sent from where they are. */
    private static final int COPY_UP_TO_BYTES = 2048;

    /** So much is handed to the kernel at once, before the batch ends: the client has the chance to read it meanwhile. */
    private static final int FLUSH_AT_BYTES = 64 * 1024;

    private final Connection connection;
    private boolean framed = true;
    private @Nullable DeflateParameters deflate;

    /** Null while there is nothing. */
    private @Nullable ByteBuf gathered;

    Output(Connection connection) {
        this.connection = connection;
    }

    /** Messages go out as they are, without frames; there is nothing else than text. */
    void speakPlain() {
        framed = false;
    }

    /** Messages are compressed, as far as that is worth it (RFC 7692). */
    void compress(@Nullable DeflateParameters agreed) {
        deflate = agreed;
    }

    /** What was agreed about compression; null if nothing. */
    @Nullable
    DeflateParameters deflate() {
        return deflate;
    }

    /** The answer to the handshake, before any frame. */
    void handshake(byte[] answer) {
        gathered =
                connection.wire().buffer(answer.length + FrameHeader.MAX_BYTES).writeBytes(answer);
        connection.touch();
    }

    void text(byte[] bytes, int offset, int length) {
        message(FrameHeader.TEXT, bytes, offset, length);
    }

    void binary(byte[] bytes, int offset, int length) {
        message(FrameHeader.BINARY, bytes, offset, length);
    }

    /** Close, Ping or Pong. */
    void control(int opcode, byte[] payload, int length) {
        frame(opcode, false, payload, 0, length);
    }

    /** A message that is put together from parts. */
    void spliced(Splice splice) {
        int length = splice.length();
        if (deflate != null) {
            byte[] message = new byte[length];
            splice.copyTo(message, 0);
            text(message, 0, length);
            return;
        }
        ByteBuf out = room(length);
        if (out != null) {
            writeHeader(out, FrameHeader.TEXT, false, length);
            byte[] bytes = splice.bytes();
            byte[] insert = splice.insert();
            out.writeBytes(bytes, splice.offset(), splice.cut() - splice.offset());
            out.writeBytes(insert, 0, insert.length);
            out.writeBytes(bytes, splice.resume(), splice.end() - splice.resume());
            count(length);
        }
    }

    /** A text message whose bytes are others' too. Releases them. */
    void shared(SharedMessage message, ByteBuf shared) {
        int length = shared.readableBytes();
        DeflateParameters agreed = deflate;
        boolean compressed = agreed != null && length >= connection.limits().deflateThresholdBytes();
        ByteBuf payload = shared;
        if (agreed != null && compressed && connection.isOpen()) {
            payload = connection.loop().deflate().shared(message, shared, agreed.windowBits());
            shared.release();
        }
        int size = payload.readableBytes();
        ByteBuf out = room(size);
        if (out == null) {
            payload.release();
            return;
        }
        writeHeader(out, FrameHeader.TEXT, compressed, size);
        if (size <= COPY_UP_TO_BYTES) {
            out.writeBytes(payload);
            payload.release();
        } else {
            connection.wire().write(take());
            connection.wire().write(payload);
        }
        count(length);
    }

    private void message(int opcode, byte[] bytes, int offset, int length) {
        if (deflate == null || length < connection.limits().deflateThresholdBytes()) {
            frame(opcode, false, bytes, offset, length);
        } else if (connection.isOpen()) {
            MessageBuffer compressed = connection.loop().deflate().message(bytes, offset, length, deflate.windowBits());
            frame(opcode, true, compressed.bytes(), 0, compressed.size());
        }
    }

    private void frame(int opcode, boolean compressed, byte[] bytes, int offset, int length) {
        if (!framed && opcode != FrameHeader.TEXT) {
            return;
        }
        ByteBuf out = room(length);
        if (out != null) {
            writeHeader(out, opcode, compressed, length);
            out.writeBytes(bytes, offset, length);
            if (opcode < FrameHeader.CLOSE) {
                count(length);
            }
        }
    }

    private void count(int length) {
        Loop loop = connection.loop();
        loop.count(connection.row(), Count.MESSAGES_OUT, 1);
        loop.count(connection.row(), Count.BYTES_OUT, length);
        loop.gathered(length);
    }

    /** What waits for the client: gathered here, or unsent. */
    long pendingBytes() {
        return (gathered == null ? 0 : gathered.readableBytes())
                + connection.wire().unsentBytes();
    }

    /** A buffer with room for a frame; null if the connection takes no more. */
    private @Nullable ByteBuf room(int payloadBytes) {
        connection.assertOwned();
        if (!connection.isOpen()) {
            return null;
        }
        if (gathered != null && gathered.readableBytes() >= FLUSH_AT_BYTES) {
            connection.flush();
        }
        long pending = pendingBytes();
        connection.flow().pending(pending + payloadBytes);
        if (pending > connection.limits().maxPendingBytes()) {
            connection.evict();
            return null;
        }
        ByteBuf out = gathered;
        if (out == null) {
            out = connection.wire().buffer(payloadBytes + FrameHeader.MAX_BYTES);
            gathered = out;
            connection.touch();
        }
        return out;
    }

    private void writeHeader(ByteBuf out, int opcode, boolean compressed, int length) {
        if (!framed) {
            return;
        }
        int first = 0x80 | (compressed ? 0x40 : 0) | opcode;
        if (length < 126) {
            out.writeShort(first << 8 | length);
        } else if (length < 65536) {
            out.writeInt(first << 24 | 126 << 16 | length);
        } else {
            out.writeShort(first << 8 | 127);
            out.writeLong(length);
        }
    }

    /** Whether nothing is gathered. */
    boolean isEmpty() {
        return gathered == null;
    }

    /** Hands over what was gathered; an empty buffer if that is nothing. */
    ByteBuf take() {
        ByteBuf out = gathered == null ? Unpooled.EMPTY_BUFFER : gathered;
        gathered = null;
        return out;
    }
}
