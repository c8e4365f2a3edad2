package dev.ringdown.server.transport;

import dev.ringdown.protocol.CloseReason;
import dev.ringdown.protocol.Splice;
import dev.ringdown.server.core.PeerLink;
import dev.ringdown.server.dialect.DialectSession;
import dev.ringdown.server.metrics.Count;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.socket.DuplexChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A socket, from its accepting to its end: first HTTP, then, after the upgrade, a WebSocket with a dialect's session
 * behind it. Output is gathered here in one buffer and flushed once at the end of the batch of input that caused it.
 *
 * <p>Confined to its loop, except for {@link #send}, {@link #relay} and {@link #close}, which any loop may call: called
 * from another one they go through its {@link Loop mailbox}.
 */
final class Connection implements PeerLink {
    /** Where a connection stands. */
    private enum Phase {
        /** Before the upgrade, or a connection that only fetches pages. */
        HTTP,
        /** Upgraded. */
        OPEN,
        /** Our Close frame is written or about to be; whatever comes in is ignored. */
        CLOSING,
        /** The socket is closed, or given up. */
        CLOSED
    }

    private static final int FIRST_BUFFER_BYTES = 512;
    private static final int NEVER = Integer.MAX_VALUE;
    private static final byte[] NO_BYTES = {};

    private final Channel channel;
    private final Loop loop;
    private final ConnectionLimits limits;

    /** Where the loop keeps it; the loop's own. */
    int slot;

    private Phase phase = Phase.HTTP;
    private int row;
    private @Nullable DialectSession session;
    private @Nullable DeflateOffer deflate;

    private @Nullable ByteBuf pending;
    private boolean halfClosing;

    private int heardTick;
    private int pingedTick;
    private int stalledTick = NEVER;
    private int deadlineTick = NEVER;
    private CloseReason deadlineReason = CloseReason.GONE;

    Connection(Channel channel, Loop loop, ConnectionLimits limits) {
        this.channel = channel;
        this.loop = loop;
        this.limits = limits;
        this.heardTick = loop.tick();
        this.pingedTick = heardTick;
    }

    Loop loop() {
        return loop;
    }

    ConnectionLimits limits() {
        return limits;
    }

    /** The dialect's row in the counters; 0 before the upgrade. */
    int row() {
        return row;
    }

    /** Whether messages may come and go. */
    boolean isOpen() {
        return phase == Phase.OPEN;
    }

    /** What was agreed about compression; null if nothing. */
    @Nullable
    DeflateOffer deflate() {
        return deflate;
    }

    /**
     * The handshake is answered: from now on this is a WebSocket.
     *
     * @param row the dialect's row in the counters
     * @param session the client's session, opened by this
     * @param deflate what was agreed about compression
     */
    void upgrade(int row, DialectSession session, @Nullable DeflateOffer deflate) {
        assert loop.inEventLoop() && phase == Phase.HTTP;
        this.phase = Phase.OPEN;
        this.row = row;
        this.session = session;
        this.deflate = deflate;
        settle();
        loop.count(row, Count.OPENED, 1);
        session.opened();
    }

    /** Something came in. */
    void heard() {
        heardTick = loop.tick();
    }

    // ---- output

    @Override
    public void send(byte[] bytes, int offset, int length) {
        if (!loop.inEventLoop()) {
            byte[] message = new byte[length];
            System.arraycopy(bytes, offset, message, 0, length);
            loop.post(this, message);
        } else if (deflate != null && length >= limits.deflateThresholdBytes()) {
            sendCompressed(FrameHeader.TEXT, bytes, offset, length, deflate);
        } else {
            frame(FrameHeader.TEXT, bytes, offset, length);
        }
    }

    @Override
    public void relay(Splice splice) {
        int length = splice.length();
        if (!loop.inEventLoop() || deflate != null) {
            byte[] message = new byte[length];
            splice.copyTo(message, 0);
            send(message);
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
            countSent(length);
        }
    }

    @Override
    public void sendBinary(byte[] bytes, int offset, int length) {
        assert loop.inEventLoop();
        if (deflate != null && length >= limits.deflateThresholdBytes()) {
            sendCompressed(FrameHeader.BINARY, bytes, offset, length, deflate);
        } else {
            frame(FrameHeader.BINARY, bytes, offset, length);
        }
    }

    /** Answers a Ping with the same payload (RFC 6455 §5.5.3); own loop only. */
    void pong(byte[] payload, int offset, int length) {
        frame(FrameHeader.PONG, payload, offset, length);
    }

    private void sendCompressed(int opcode, byte[] bytes, int offset, int length, DeflateOffer agreed) {
        if (phase == Phase.OPEN) {
            MessageBuffer compressed = loop.deflate().message(bytes, offset, length, agreed.windowBits());
            frame(opcode, true, compressed.bytes(), 0, compressed.size());
        }
    }

    private void frame(int opcode, byte[] bytes, int offset, int length) {
        frame(opcode, false, bytes, offset, length);
    }

    private void frame(int opcode, boolean compressed, byte[] bytes, int offset, int length) {
        ByteBuf out = room(length);
        if (out != null) {
            writeHeader(out, opcode, compressed, length);
            out.writeBytes(bytes, offset, length);
            if (opcode < FrameHeader.CLOSE) {
                countSent(length);
            }
        }
    }

    private void countSent(int length) {
        loop.count(row, Count.MESSAGES_OUT, 1);
        loop.count(row, Count.BYTES_OUT, length);
    }

    /** A buffer with room for a frame; null if the connection takes no more. */
    private @Nullable ByteBuf room(int payloadBytes) {
        assert loop.inEventLoop();
        if (phase != Phase.OPEN) {
            return null;
        }
        ByteBuf out = pending;
        if (out == null) {
            out = channel.alloc().directBuffer(Math.max(FIRST_BUFFER_BYTES, payloadBytes + FrameHeader.MAX_BYTES));
            pending = out;
            loop.touch(this);
        }
        if (out.readableBytes() + unsentBytes() > limits.maxPendingBytes()) {
            evict();
            return null;
        }
        return out;
    }

    private static void writeHeader(ByteBuf out, int opcode, boolean compressed, int length) {
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

    /** Hands what was gathered to the socket; the loop calls it at the end of a batch. */
    void flush() {
        ByteBuf out = pending;
        if (out == null) {
            return;
        }
        pending = null;
        if (phase == Phase.CLOSING && !halfClosing) {
            halfClosing = true;
            channel.writeAndFlush(out).addListener(written -> ((DuplexChannel) channel).shutdownOutput());
            return;
        }
        channel.writeAndFlush(out, channel.voidPromise());
        if (stalledTick == NEVER && !channel.isWritable()) {
            stalledTick = loop.tick();
            // who does not read is not read from, so that what it causes stays bounded
            channel.config().setAutoRead(false);
        }
    }

    /** The socket takes more, or takes no more for now. */
    void writabilityChanged() {
        if (stalledTick != NEVER && channel.isWritable()) {
            stalledTick = NEVER;
            channel.config().setAutoRead(true);
        }
    }

    private long unsentBytes() {
        return stalledTick == NEVER ? 0 : channel.unsafe().outboundBuffer().totalPendingWriteBytes();
    }

    // ---- the end

    @Override
    public void close(CloseReason reason) {
        if (!loop.inEventLoop()) {
            loop.post(this, reason);
        } else if (phase == Phase.OPEN) {
            byte[] text = reason.text().getBytes(StandardCharsets.US_ASCII);
            byte[] payload = new byte[2 + text.length];
            payload[0] = (byte) (reason.code() >>> 8);
            payload[1] = (byte) reason.code();
            System.arraycopy(text, 0, payload, 2, text.length);
            finish(reason, payload, payload.length);
        } else if (phase == Phase.HTTP) {
            channel.close();
        }
    }

    /** Answers the client's Close with one that carries the same code and no reason (RFC 6455 §5.5.1). */
    void answerClose(byte[] payload, int length) {
        finish(CloseReason.NORMAL, payload, Math.min(length, 2));
    }

    /**
     * Sends the one Close frame, after all that was gathered, then the end of our half of the TCP connection. The other
     * half is read and ignored until the client ends it too: closing a socket with unread input would reset the
     * connection, and the reset could overtake the Close.
     */
    private void finish(CloseReason reason, byte[] payload, int length) {
        frame(FrameHeader.CLOSE, payload, 0, length);
        if (phase != Phase.OPEN) {
            return;
        }
        phase = Phase.CLOSING;
        deadlineTick = loop.tick() + limits.closeTicks();
        channel.config().setAutoRead(true);
        loop.count(row, reason);
        leave();
    }

    /** Gives up on a client that does not read: a Close frame would only wait behind what it did not take. */
    private void evict() {
        loop.count(row, CloseReason.SLOW_READER);
        phase = Phase.CLOSED;
        releasePending();
        channel.close();
    }

    /** The socket is gone. */
    void ended() {
        if (phase == Phase.OPEN) {
            loop.count(row, Count.LOST, 1);
        }
        phase = Phase.CLOSED;
        releasePending();
        loop.remove(this);
        leave();
    }

    private void leave() {
        DialectSession left = session;
        if (left != null) {
            session = null;
            loop.count(row, Count.CLOSED, 1);
            left.closed();
        }
    }

    private void releasePending() {
        if (pending != null) {
            pending.release();
            pending = null;
        }
    }

    // ---- deadlines

    @Override
    public void expect(Duration within, CloseReason otherwise) {
        assert loop.inEventLoop();
        deadlineTick = loop.tick() + ConnectionLimits.ticks(within);
        deadlineReason = otherwise;
    }

    @Override
    public void settle() {
        assert loop.inEventLoop();
        deadlineTick = NEVER;
    }

    /** Looks at every deadline; the loop calls it twice a second. */
    void watch(int tick) {
        if (phase == Phase.OPEN) {
            if (tick > deadlineTick) {
                close(deadlineReason);
            } else if (stalledTick != NEVER) {
                if (tick - stalledTick > limits.stalledTicks()) {
                    evict();
                }
            } else if (tick - heardTick > limits.idleTicks()) {
                close(CloseReason.GONE);
            } else if (tick - Math.max(heardTick, pingedTick) >= limits.pingTicks()) {
                pingedTick = tick;
                frame(FrameHeader.PING, NO_BYTES, 0, 0);
            }
        } else if (tick > deadlineTick) {
            channel.close();
        }
    }
}
