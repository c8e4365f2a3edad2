package dev.ringdown.server.transport;

import dev.ringdown.protocol.ProtocolException;
import dev.ringdown.server.core.MemoryBudget;
import dev.ringdown.server.dialect.DialectSession;
import dev.ringdown.server.dialect.MessageLimits;
import dev.ringdown.server.metrics.Counters;
import dev.ringdown.server.support.Frame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.DuplexChannel;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An upgraded connection without a socket, whose session echoes and remembers; what it takes, it takes at once. */
final class MemoryConnection implements AutoCloseable {
    /** Limits that none of the tests with it runs into unless it wants to. */
    static final MessageLimits LIMITS = new MessageLimits(200_000, 200_000, 1000);

    private static final ConnectionLimits CONNECTION_LIMITS = new ConnectionLimits(
            ConnectionLimits.ticksOrNever(Duration.ZERO),
            ConnectionLimits.ticksOrNever(Duration.ZERO),
            10,
            10,
            1 << 28,
            1 << 16,
            1 << 15,
            64,
            0,
            0,
            0);

    private static final Loop.Shared SHARED =
            new Loop.Shared(channel -> null, false, MemoryBudget.unlimited(), error -> {});

    /** Runs the tasks of the loop. */
    private final EmbeddedChannel tasks;

    private final Channel channel = new Channel();
    private final Connection connection;
    private final List<String> received = new ArrayList<>();
    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();

    MemoryConnection(MessageLimits limits, @Nullable DeflateOffer deflate) {
        this(new EmbeddedChannel(), limits, deflate);
    }

    private MemoryConnection(EmbeddedChannel tasks, MessageLimits limits, @Nullable DeflateOffer deflate) {
        this(tasks, new Loop(tasks.eventLoop(), new Counters(1, Loop.COLUMNS.size()), SHARED), limits, deflate);
    }

    /** One of the loop of another. */
    MemoryConnection(MemoryConnection neighbour) {
        this(neighbour.tasks, neighbour.connection.loop(), LIMITS, null);
    }

    private MemoryConnection(EmbeddedChannel tasks, Loop loop, MessageLimits limits, @Nullable DeflateOffer deflate) {
        this.tasks = tasks;
        connection = new Connection(channel, loop, CONNECTION_LIMITS, () -> {});
        loop.add(connection);
        Session session = new Session();
        connection.upgrade(new byte[0], 0, session, new FrameReader(connection, session, limits), deflate);
        connection.open();
    }

    /** The session behind it: sends everything back, but fails at the word {@code fail}. */
    private final class Session implements DialectSession {
        @Override
        public void text(byte[] bytes, int offset, int length) {
            String text = new String(bytes, offset, length, StandardCharsets.UTF_8);
            if (text.equals("fail")) {
                throw new IllegalStateException("as the test wants it");
            }
            received.add("text " + text);
            connection.send(bytes, offset, length);
        }

        @Override
        public void binary(byte[] bytes, int offset, int length) {
            received.add("binary " + ByteBufUtil.hexDump(bytes, offset, length));
            connection.sendBinary(bytes, offset, length);
        }

        @Override
        public void refuse(ProtocolException error) {
            received.add("refused");
        }

        @Override
        public void closed() {
            received.add("closed");
        }
    }

    /** What the socket brings in one read. */
    void read(byte... bytes) {
        channel.writeInbound(Unpooled.wrappedBuffer(bytes));
        tasks.runPendingTasks();
        takeOutput();
    }

    private void takeOutput() {
        for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
            sent.writeBytes(ByteBufUtil.getBytes(out));
            out.release();
        }
    }

    /** What the socket brings in one read. */
    void read(Frame... frames) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (Frame frame : frames) {
            bytes.writeBytes(frame.bytes());
        }
        read(bytes.toByteArray());
    }

    /** Hands what the connection has gathered to the socket, as the end of a batch of input would. */
    void flush() {
        connection.loop().flush();
        tasks.runPendingTasks();
        takeOutput();
    }

    /** From now on the socket says that it takes no more. */
    void stall() {
        channel.unsafe().outboundBuffer().setUserDefinedWritability(1, false);
    }

    /** From now on the socket fails as none should. */
    void fail() {
        channel.failing = true;
    }

    /** The socket goes; something happens when it is gone already but nobody was told yet. */
    void vanish(Runnable meanwhile) {
        channel.closeFuture().addListener(gone -> meanwhile.run());
        channel.close();
        tasks.runPendingTasks();
    }

    /** The connection itself. */
    Connection connection() {
        return connection;
    }

    /** What came to the session, in order. */
    List<String> received() {
        return received;
    }

    /** All bytes that went out. */
    byte[] sent() {
        return sent.toByteArray();
    }

    boolean isOpen() {
        return connection.isOpen();
    }

    boolean isOutputShutdown() {
        return channel.isOutputShutdown();
    }

    @Override
    public void close() {
        channel.finishAndReleaseAll();
        tasks.runPendingTasks();
        connection.loop().end();
    }

    /** Netty's channel in memory, with two halves that end apart. */
    private static final class Channel extends EmbeddedChannel implements DuplexChannel {
        private boolean outputShutdown;
        private boolean failing;

        @Override
        public io.netty.channel.Channel flush() {
            if (failing) {
                throw new IllegalStateException("as the test wants it");
            }
            return super.flush();
        }

        @Override
        public boolean isInputShutdown() {
            return false;
        }

        @Override
        public ChannelFuture shutdownInput() {
            return shutdownInput(newPromise());
        }

        @Override
        public ChannelFuture shutdownInput(ChannelPromise promise) {
            throw new UnsupportedOperationException("nobody needs it");
        }

        @Override
        public boolean isOutputShutdown() {
            return outputShutdown;
        }

        @Override
        public ChannelFuture shutdownOutput() {
            return shutdownOutput(newPromise());
        }

        @Override
        public ChannelFuture shutdownOutput(ChannelPromise promise) {
            outputShutdown = true;
            return promise.setSuccess();
        }

        @Override
        public boolean isShutdown() {
            return false;
        }

        @Override
        public ChannelFuture shutdown() {
            return shutdown(newPromise());
        }

        @Override
        public ChannelFuture shutdown(ChannelPromise promise) {
            throw new UnsupportedOperationException("nobody needs it");
        }
    }
}
