package dev.ringdown.server.transport;

import dev.ringdown.protocol.CloseReason;
import dev.ringdown.protocol.ProtocolException;
import dev.ringdown.server.core.MemoryBudget;
import dev.ringdown.server.dialect.DialectSession;
import dev.ringdown.server.dialect.MessageLimits;
import dev.ringdown.server.metrics.Count;
import dev.ringdown.server.metrics.Counters;
import dev.ringdown.server.support.Frame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
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

    /** Runs the tasks of the loop. */
    private final EmbeddedChannel tasks;

    private final MemoryChannel channel = new MemoryChannel();
    private final Counters counters;
    private final Connection connection;
    private final List<String> received = new ArrayList<>();
    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    private int ends;

    MemoryConnection(MessageLimits limits, @Nullable DeflateParameters deflate) {
        this(CONNECTION_LIMITS, MemoryBudget.unlimited(), limits, deflate);
    }

    /** Time stands still but for {@link #pass}. */
    MemoryConnection(ConnectionLimits limits, MemoryBudget budget) {
        this(limits, budget, LIMITS, null);
        tasks.freezeTime();
        connection.loop().start();
        tasks.runPendingTasks();
    }

    /** One of the loop of another. */
    MemoryConnection(MemoryConnection neighbour) {
        this(
                neighbour.tasks,
                neighbour.counters,
                neighbour.connection.loop(),
                neighbour.connection.limits(),
                LIMITS,
                null);
    }

    private MemoryConnection(
            ConnectionLimits limits, MemoryBudget budget, MessageLimits messages, @Nullable DeflateParameters deflate) {
        this(new EmbeddedChannel(), new Counters(1, Loop.COLUMNS.size()), budget, limits, messages, deflate);
    }

    private MemoryConnection(
            EmbeddedChannel tasks,
            Counters counters,
            MemoryBudget budget,
            ConnectionLimits limits,
            MessageLimits messages,
            @Nullable DeflateParameters deflate) {
        this(
                tasks,
                counters,
                new Loop(tasks.eventLoop(), counters, new Loop.Shared(channel -> null, false, budget, error -> {})),
                limits,
                messages,
                deflate);
    }

    private MemoryConnection(
            EmbeddedChannel tasks,
            Counters counters,
            Loop loop,
            ConnectionLimits limits,
            MessageLimits messages,
            @Nullable DeflateParameters deflate) {
        this.tasks = tasks;
        this.counters = counters;
        connection = new Connection(channel, loop, limits, () -> ends++);
        loop.add(connection);
        Session session = new Session();
        connection.upgrade(new byte[0], 0, session, new FrameReader(connection, session, messages), deflate);
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

    /** The client takes so many bytes more of its output, and then nothing. */
    void take(long bytes) {
        channel.take(bytes);
        channel.flush();
        tasks.runPendingTasks();
        takeOutput();
    }

    /** Whether the client is read from. */
    boolean isReadFrom() {
        return channel.config().isAutoRead();
    }

    /** Time passes, and the loop looks at its deadlines as often as it does. */
    void pass(int ticks) {
        for (int i = 0; i < ticks; i++) {
            stopFor(1);
        }
    }

    /** Time passes in which the loop does not run, as if the process was stopped. */
    void stopFor(int ticks) {
        tasks.advanceTimeBy((long) ticks * Loop.TICK_MILLIS, TimeUnit.MILLISECONDS);
        tasks.runScheduledPendingTasks();
        // what the sweep has left for later
        tasks.runPendingTasks();
        takeOutput();
    }

    /** How many connections of its loop were closed for a reason. */
    long closes(CloseReason reason) {
        return counters.get(0, Count.values().length + reason.ordinal());
    }

    /** How often whoever counts connections was told that this one has ended. */
    int ends() {
        return ends;
    }

    /** From now on the socket fails as none should. */
    void fail() {
        channel.fail();
    }

    /** The client ends its half of the connection. */
    void endInput() {
        channel.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
        tasks.runPendingTasks();
        takeOutput();
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

    /** Whether the socket is still there, or at least one half of it. */
    boolean hasSocket() {
        return channel.isOpen();
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
}
