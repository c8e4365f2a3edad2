package dev.ringdown.server.transport;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ringdown.benchmarks.MaskedFrame;
import dev.ringdown.server.dialect.Dialect;
import dev.ringdown.server.dialect.DialectSession;
import dev.ringdown.server.dialect.Handshake;
import dev.ringdown.server.dialect.HandshakeRefused;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetAddress;
import java.util.Map;

/**
 * An upgraded connection whose channel has no socket: what should come from it is given to {@link #read}, what should go
 * to it is counted and thrown away. One thread, which counts as that of the event loop.
 */
final class EmbeddedPeer {
    private static final int NEVER = Integer.MAX_VALUE / 2;
    private static final ConnectionLimits LIMITS =
            new ConnectionLimits(NEVER, NEVER, NEVER, NEVER, 1 << 20, 1 << 16, 1 << 15, 256, 0, 1, 0);
    private static final int ROW = 1;

    private final Sink sink = new Sink();

    /**
     * Connects.
     *
     * @param loop may be that of any embedded channel, for each of those takes every thread for its own
     */
    EmbeddedPeer(Loop loop, Dialect dialect) {
        Connection connection = new Connection(sink, loop, LIMITS, () -> {});
        loop.add(connection);
        DialectSession session = open(dialect, connection);
        connection.upgrade(new byte[0], ROW, session, new FrameReader(connection, session, dialect.limits()), null);
        connection.open();
    }

    private static DialectSession open(Dialect dialect, Connection connection) {
        try {
            return dialect.open(
                    new Handshake("", Map.of(), name -> null, InetAddress.getLoopbackAddress()), connection);
        } catch (HandshakeRefused refused) {
            throw new AssertionError(refused);
        }
    }

    /** Lets what one read of the socket would bring come in. The bytes stay the caller's and may be read again. */
    void read(ByteBuf frames) {
        frames.readerIndex(0).retain();
        sink.pipeline().fireChannelRead(frames);
        sink.pipeline().fireChannelReadComplete();
    }

    /** Lets a message come in. */
    void read(String message) {
        ByteBuf frame = Unpooled.wrappedBuffer(MaskedFrame.of(message.getBytes(UTF_8)));
        read(frame);
        frame.release();
    }

    /** Sends a copy of these bytes without looking at them, and says how many went out so far. */
    long write(ByteBuf bytes) {
        int length = bytes.writerIndex();
        ByteBuf copy = sink.alloc().directBuffer(length).writeBytes(bytes, 0, length);
        sink.writeAndFlush(copy, sink.voidPromise());
        return sink.bytes;
    }

    /** How many bytes went out so far. */
    long bytesOut() {
        return sink.bytes;
    }

    /** What went out last: the output of one batch of input, with the heads of the frames. */
    String lastOutput() {
        return sink.last;
    }

    /** From now on output is only counted. */
    void onlyCount() {
        sink.keeping = false;
    }

    private static final class Sink extends EmbeddedChannel {
        private long bytes;
        private boolean keeping = true;
        private String last = "";

        @Override
        protected void handleOutboundMessage(Object message) {
            ByteBuf out = (ByteBuf) message;
            bytes += out.readableBytes();
            if (keeping) {
                last = out.toString(UTF_8);
            }
            out.release();
        }
    }
}
