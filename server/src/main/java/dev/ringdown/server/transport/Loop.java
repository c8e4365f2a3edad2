package dev.ringdown.server.transport;

import dev.ringdown.protocol.CloseReason;
import dev.ringdown.protocol.ProtocolError;
import dev.ringdown.server.metrics.Column;
import dev.ringdown.server.metrics.Count;
import dev.ringdown.server.metrics.Counters;
import io.netty.channel.EventLoop;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoHandle;
import io.netty.channel.IoRegistration;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import io.netty.util.concurrent.SingleThreadEventExecutor;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jctools.queues.MpscUnboundedArrayQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the connections of one event loop share: scratch memory, the list of those with output to flush, the mailbox
 * through which other loops reach them, the sweep that watches every deadline, and the counters.
 *
 * <p>Confined to its event loop; only {@link #post}, {@link #closeAll} and {@link #inEventLoop} may be called from
 * elsewhere.
 */
final class Loop {
    private static final Logger LOG = LoggerFactory.getLogger(Loop.class);

    /** How often deadlines are looked at, and the unit of {@link #tick}. */
    static final int TICK_MILLIS = 500;

    /** The longest frame that is unmasked without a buffer of its own; no read brings more. */
    static final int SCRATCH_BYTES = 64 * 1024;

    private static final int MAILBOX_CHUNK = 1024;
    private static final int FIRST_CLOSE = Count.values().length;
    private static final int FIRST_REFUSAL = FIRST_CLOSE + CloseReason.values().length;

    /** What its counters count: {@link Count}, then {@link CloseReason}, then {@link ProtocolError}. */
    static final List<Column> COLUMNS = Stream.of(
                    Stream.of(Count.values()).map(count -> new Column(count.metric(), count.help(), null, null)),
                    Stream.of(CloseReason.values())
                            .map(reason -> new Column("closes", "closes by reason", "reason", reason.label())),
                    Stream.of(ProtocolError.values())
                            .map(error ->
                                    new Column("refusals", "refused messages by error", "error", error.wireName())))
            .flatMap(columns -> columns)
            .toList();

    private final EventLoop eventLoop;
    private final boolean gathersRooms;
    private final Counters counters;
    private final byte[] scratch = new byte[SCRATCH_BYTES];
    private final FrameHeader header = new FrameHeader();
    private final Buffers buffers = new Buffers();
    private @Nullable Deflate deflate;

    /** When all of them began to count ticks: a connection may move from one to another. */
    private static final long START_NANOS = System.nanoTime();

    private int tick = now();

    private @Nullable Connection[] connections = new @Nullable Connection[64];
    private int connectionCount;
    /** Done when there is no connection any more; null until the server stops. */
    private @Nullable Promise<Void> emptied;
    /** Why every connection is closed, those that are still on their way here too; null until the server stops. */
    private @Nullable CloseReason ending;

    private @Nullable Connection[] touched = new @Nullable Connection[64];
    private int touchedCount;
    private boolean flushing;

    private final MpscUnboundedArrayQueue<Parcel> mailbox = new MpscUnboundedArrayQueue<>(MAILBOX_CHUNK);
    private final AtomicBoolean draining = new AtomicBoolean();

    /**
     * @param eventLoop the one it belongs to
     * @param counters a table of its own with {@link #COLUMNS} columns
     * @param gathersRooms whether the peers of a room gather on one loop
     */
    Loop(EventLoop eventLoop, Counters counters, boolean gathersRooms) {
        this.eventLoop = eventLoop;
        this.gathersRooms = gathersRooms;
        this.counters = counters;
    }

    /** Whether the peers of a room gather on one loop. */
    boolean gathersRooms() {
        return gathersRooms;
    }

    /** Begins to watch deadlines; ends with its event loop. */
    void start() {
        if (eventLoop instanceof SingleThreadEventExecutor thread) {
            thread.addShutdownHook(this::end);
        }
        eventLoop.scheduleAtFixedRate(this::sweep, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Gives back its memory: nothing is read or written any more. */
    void end() {
        buffers.end();
    }

    /** Whether the calling thread is this loop's. */
    boolean inEventLoop() {
        return eventLoop.inEventLoop();
    }

    /** Begins to tell what epoll has for a socket; own loop only, and done when this returns. */
    Future<IoRegistration> register(IoHandle handle) {
        return ((IoEventLoop) eventLoop).register(handle);
    }

    /** Does something as soon as what this loop does now is done, and sends what comes of it; any thread. */
    void later(Runnable task) {
        eventLoop.execute(() -> {
            task.run();
            flush();
        });
    }

    /** Memory for one frame at a time; whoever uses it is done with it before it returns. */
    byte[] scratch() {
        return scratch;
    }

    /** The direct memory of this loop's connections. */
    Buffers buffers() {
        return buffers;
    }

    /** The flyweight for the header of the frame that is being read. */
    FrameHeader header() {
        return header;
    }

    /** The compressor of this loop's connections. */
    Deflate deflate() {
        if (deflate == null) {
            deflate = new Deflate();
        }
        return deflate;
    }

    /** A clock without a look at the clock: {@link #TICK_MILLIS} since the start, as of the last sweep. */
    int tick() {
        return tick;
    }

    // ---- counting

    /** Counts something on the way of a frame. */
    void count(int row, Count what, long amount) {
        counters.add(row, what, amount);
    }

    /** Counts a connection that is closed for a reason. */
    void count(int row, CloseReason reason) {
        counters.add(row, FIRST_CLOSE + reason.ordinal(), 1);
    }

    /** Counts a message that was refused. */
    void count(int row, ProtocolError error) {
        counters.add(row, FIRST_REFUSAL + error.ordinal(), 1);
    }

    // ---- connections and their deadlines

    /** Begins to watch a connection. */
    void add(Connection connection) {
        assert inEventLoop();
        if (connectionCount == connections.length) {
            connections = Arrays.copyOf(connections, connectionCount * 2);
        }
        connection.slot = connectionCount;
        connections[connectionCount++] = connection;
        if (ending != null) {
            connection.close(ending);
        }
    }

    /** Ends watching a connection; the last one in the table takes its place. */
    void remove(Connection connection) {
        assert inEventLoop();
        Connection last = connections[--connectionCount];
        connections[connectionCount] = null;
        if (last != null && last != connection) {
            connections[connection.slot] = last;
            last.slot = connection.slot;
        }
        tellIfEmpty();
    }

    /**
     * Closes every connection for one reason; any thread.
     *
     * @return done when the last of them is gone
     */
    Future<?> closeAll(CloseReason reason) {
        Promise<Void> gone = eventLoop.newPromise();
        eventLoop.execute(() -> {
            emptied = gone;
            ending = reason;
            for (Connection connection : Arrays.copyOf(connections, connectionCount)) {
                if (connection != null) {
                    connection.close(reason);
                }
            }
            flush();
            tellIfEmpty();
        });
        return gone;
    }

    private void tellIfEmpty() {
        if (connectionCount == 0 && emptied != null) {
            emptied.trySuccess(null);
        }
    }

    private void sweep() {
        try {
            watchAll();
        } catch (RuntimeException bug) {
            // a periodic task that throws is never run again, and no deadline would be watched any more
            LOG.error("A fault while watching connections", bug);
        }
    }

    private static int now() {
        return (int) ((System.nanoTime() - START_NANOS) / (TICK_MILLIS * 1_000_000L));
    }

    private void watchAll() {
        tick = now();
        for (int i = connectionCount - 1; i >= 0; i--) {
            Connection connection = connections[i];
            if (connection != null) {
                connection.watch(tick);
            }
        }
        flush();
    }

    // ---- output, flushed once a target a batch

    /** Remembers that a connection has output; {@link #flush} sends it. */
    void touch(Connection connection) {
        assert inEventLoop();
        if (touchedCount == touched.length) {
            touched = Arrays.copyOf(touched, touchedCount * 2);
        }
        touched[touchedCount++] = connection;
    }

    /** Sends what the connections of this loop have gathered: the end of every batch of input. */
    void flush() {
        if (flushing) {
            return;
        }
        flushing = true;
        // flushing one may end another, whose room hears of it: the list grows while it is walked
        for (int i = 0; i < touchedCount; i++) {
            Connection connection = touched[i];
            touched[i] = null;
            if (connection != null) {
                flush(connection);
            }
        }
        touchedCount = 0;
        flushing = false;
    }

    private static void flush(Connection connection) {
        try {
            connection.flush();
        } catch (RuntimeException bug) {
            // the others are still to be flushed
            LOG.error("A fault while writing ended a connection", bug);
            connection.cutOff();
        }
    }

    // ---- from loop to loop

    /** Leaves something for a connection of this loop; any thread. One wake-up serves all that comes before it is heard. */
    void post(Parcel parcel) {
        mailbox.offer(parcel);
        if (!draining.get() && draining.compareAndSet(false, true)) {
            eventLoop.execute(this::drain);
        }
    }

    private void drain() {
        draining.set(false);
        for (Parcel parcel = mailbox.poll(); parcel != null; parcel = mailbox.poll()) {
            try {
                deliver(parcel);
            } catch (RuntimeException bug) {
                // what waits behind it is for others
                LOG.error("A fault in what another event loop left", bug);
            }
        }
        flush();
    }

    private static void deliver(Parcel parcel) {
        switch (parcel) {
            case Parcel.Message message -> message.to.send(message.bytes);
            case Parcel.Shared shared -> shared.to().sendShared(shared.bytes());
            case Parcel.Task task -> task.task().run();
            case Parcel.Closing closing -> closing.to().close(closing.reason());
        }
    }
}
