package dev.ringdown.server.transport;

import dev.ringdown.protocol.CloseReason;
import dev.ringdown.protocol.ProtocolError;
import dev.ringdown.server.core.MemoryBudget;
import dev.ringdown.server.metrics.Column;
import dev.ringdown.server.metrics.Count;
import dev.ringdown.server.metrics.Counters;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoHandle;
import io.netty.channel.IoRegistration;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import io.netty.util.concurrent.SingleThreadEventExecutor;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the connections of one event loop share: scratch memory, the list of those with output to flush, the mailbox
 * through which other loops reach them, the sweep that watches every deadline, and the counters.
 *
 * <p>Confined to its event loop; only {@link #post}, {@link #later}, {@link #stopMigrations}, {@link #closeAll} and {@link #inEventLoop} may be called
 * from elsewhere. No task of it lets an Error through: the loop is for all of its connections.
 */
final class Loop {
    private static final Logger LOG = LoggerFactory.getLogger(Loop.class);

    /** How often deadlines are looked at, and the unit of {@link #tick}. */
    static final int TICK_MILLIS = 500;

    /** The longest frame that is unmasked without a buffer of its own; no read brings more. */
    static final int SCRATCH_BYTES = 64 * 1024;

    /** A sweep that comes so late was not late: the process was stopped, and its clients could not be heard. */
    private static final int STOPPED_TICKS = 4;
    /** How many connections are looked at before others have their turn. */
    private static final int MOST_AT_ONCE = 512;
    /** Gathered output of all connections that is flushed before the batch ends. */
    private static final int FLUSH_AT_BYTES = 1024 * 1024;
    /** A connection that holds less is not given up to free memory. */
    private static final int LEAST_WORTH_FREEING_BYTES = 4096;

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

    /**
     * What all loops of a server share. Any thread.
     *
     * @param sockets takes the socket out of a channel whose connection is upgraded
     * @param migrate whether connections migrate to the loop of their room's first member
     * @param budget of all bytes that wait
     * @param faults is told of every Error that a loop has survived
     */
    record Shared(SocketSource sockets, boolean migrate, MemoryBudget budget, FaultListener faults) {}

    /** Takes sockets out of their channels. */
    @FunctionalInterface
    interface SocketSource {
        /** The socket of a channel, which can do without it; null if it has to stay there. */
        @Nullable
        StreamSocket socketOf(Channel channel);
    }

    /** Hears of Errors, such as an OutOfMemoryError. */
    @FunctionalInterface
    interface FaultListener {
        /** A loop has caught an Error and goes on. Own loop of it. */
        void survived(Error error);
    }

    private final EventLoop eventLoop;
    private final Shared shared;
    private final Counters counters;
    private final byte[] scratch = new byte[SCRATCH_BYTES];
    private final FrameHeader header = new FrameHeader();
    private final Buffers buffers = new Buffers();
    private @Nullable Deflate deflate;

    /** Counts only while the loop runs: what it was stopped for is left out. */
    private int tick;

    private long sweptNanos;
    /** When the loop went on after it was stopped, by its own count. */
    private int resumedTick;

    private final DeadlineWheel connections = new DeadlineWheel(0);
    private int pingLeads;
    /** Done when there is no connection any more; null until the server stops. */
    private @Nullable Promise<Void> emptied;
    /** Whether no connection migrates from here any more. */
    private boolean migrationsStopped;
    /** Why every connection is closed, those that are still on their way here too; null until the server stops. */
    private @Nullable CloseReason ending;

    private @Nullable Connection[] touched = new @Nullable Connection[64];
    private int touchedCount;
    private boolean flushing;
    private int gatheredBytes;

    private final Mailbox mailbox;

    /**
     * @param eventLoop the one it belongs to
     * @param counters a table of its own with {@link #COLUMNS} columns
     * @param shared what it shares with the other loops
     */
    Loop(EventLoop eventLoop, Counters counters, Shared shared) {
        this.eventLoop = eventLoop;
        this.counters = counters;
        this.shared = shared;
        this.mailbox = new Mailbox(eventLoop, this::deliver, this::flush);
    }

    /** Begins to watch deadlines; ends with its event loop. */
    void start() {
        if (eventLoop instanceof SingleThreadEventExecutor thread) {
            thread.addShutdownHook(this::end);
        }
        eventLoop.execute(() -> sweptNanos = nanos());
        eventLoop.scheduleWithFixedDelay(this::sweep, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Gives back its memory: nothing is read or written any more. */
    void end() {
        buffers.end();
        if (deflate != null) {
            deflate.end();
            deflate = null;
        }
    }

    /** Whether the calling thread is this loop's. */
    boolean inEventLoop() {
        return eventLoop.inEventLoop();
    }

    /** Whether connections migrate to the loop of their room's first member. */
    boolean migrates() {
        return shared.migrate();
    }

    /** The socket of a channel of this loop, which can do without it; null if it has to stay there. */
    @Nullable
    StreamSocket socketOf(Channel channel) {
        return shared.sockets().socketOf(channel);
    }

    /** The limit of all bytes that wait in this process. */
    MemoryBudget budget() {
        return shared.budget();
    }

    /** Begins to tell what epoll has for a socket; own loop only, and done when this returns. */
    Future<IoRegistration> register(IoHandle handle) {
        return ((IoEventLoop) eventLoop).register(handle);
    }

    /**
     * Does something as soon as what this loop does now is done, and sends what comes of it; any thread.
     *
     * @throws RejectedExecutionException if the loop has ended
     */
    void later(Runnable task) {
        eventLoop.execute(() -> {
            try {
                task.run();
            } catch (Throwable fault) { // the loop goes on, whatever it was
                report(fault, "A fault in a task of an event loop");
            }
            flush();
        });
    }

    /** The socket of a connection is closed: tells it, later than the call that caused it. */
    void end(Connection connection) {
        try {
            later(connection::ended);
        } catch (RejectedExecutionException stopped) {
            connection.ended();
        }
    }

    /** Tells the log of a fault that something has survived, and whoever watches the process of an Error. */
    void report(Throwable fault, String what) {
        try {
            if (fault instanceof Error error) {
                shared.faults().survived(error);
            }
            LOG.error(what, fault);
        } catch (Throwable again) { // such as too little memory for the log
            shared.faults().survived(new Error(again));
        }
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

    /** A clock without a look at the clock: {@link #TICK_MILLIS} for which the loop has run, as of the last sweep. */
    int tick() {
        return tick;
    }

    /** The tick at which the loop went on after the process was stopped; 0 if it never was. */
    int resumedTick() {
        return resumedTick;
    }

    /** By how many ticks the pings of the next connection come early, so that pings are spread. */
    int nextPingLead(int pingTicks) {
        return pingLeads++ % (pingTicks / 8 + 1);
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
        connections.add(connection);
        if (ending != null) {
            connection.close(ending);
        }
    }

    /** Ends watching a connection. */
    void remove(Connection connection) {
        assert inEventLoop();
        connections.remove(connection);
        tellIfEmpty();
    }

    /** The next deadline of a connection may have come nearer. */
    void reschedule(Connection connection) {
        assert inEventLoop();
        connections.reschedule(connection);
    }

    /**
     * Lets no connection migrate from here any more: the first step of stopping; any thread. When all loops have done it, no
     * connection is between two of them that has not reached the new one's queue.
     */
    Future<?> stopMigrations() {
        return eventLoop.submit(() -> migrationsStopped = true);
    }

    /** Whether connections stay here. */
    boolean hasStoppedMigrations() {
        return migrationsStopped;
    }

    /**
     * Closes every connection for one reason; any thread.
     *
     * @return done when the last of them is gone
     */
    Future<?> closeAll(CloseReason reason) {
        Promise<Void> gone = eventLoop.newPromise();
        later(() -> {
            emptied = gone;
            ending = reason;
            connections.all().forEach(connection -> connection.close(reason));
            flush();
            tellIfEmpty();
        });
        return gone;
    }

    private void tellIfEmpty() {
        if (connections.size() == 0 && emptied != null) {
            emptied.trySuccess(null);
        }
    }

    /** The event loop's clock, so that a test may turn it. */
    private long nanos() {
        return eventLoop.ticker().nanoTime();
    }

    private void sweep() {
        try {
            long now = nanos();
            int elapsed = (int) ((now - sweptNanos) / (TICK_MILLIS * 1_000_000L));
            if (elapsed > STOPPED_TICKS) {
                sweptNanos = now;
                resumedTick = tick;
            } else {
                sweptNanos += elapsed * (TICK_MILLIS * 1_000_000L);
                tick += elapsed;
            }
            watchDue();
        } catch (Throwable fault) { // a periodic task that throws is never run again, and nothing would be watched any
            // more
            report(fault, "A fault while watching connections");
        }
    }

    private void watchDue() {
        boolean all = connections.advance(tick, MOST_AT_ONCE);
        flush();
        if (!all) {
            later(this::watchDue);
        }
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

    /** A connection has gathered output: so much of it that it does not wait for the end of the batch goes out at once. */
    void gathered(int bytes) {
        gatheredBytes += bytes;
        if (gatheredBytes >= FLUSH_AT_BYTES) {
            flush();
        }
    }

    /** Sends what the connections of this loop have gathered: the end of every batch of input. */
    void flush() {
        assert inEventLoop();
        if (flushing) {
            return;
        }
        flushing = true;
        try {
            // flushing one may end another, whose room hears of it: the list grows while it is walked
            for (int i = 0; i < touchedCount; i++) {
                Connection connection = touched[i];
                touched[i] = null;
                if (connection != null) {
                    flush(connection);
                }
            }
        } finally {
            touchedCount = 0;
            gatheredBytes = 0;
            flushing = false;
        }
        if (budget().isExceeded()) {
            freeMemory();
        }
    }

    private void flush(Connection connection) {
        try {
            connection.flushTouched();
        } catch (Throwable fault) { // the others are still to be flushed
            report(fault, "A fault while writing ended a connection");
            connection.abort();
        }
    }

    /** More waits in the process than may: gives up those of this loop that hold most, until enough is free. */
    private void freeMemory() {
        long tooMuch = budget().reservedBytes() - budget().limitBytes() / 8 * 7;
        List<Connection> holders = connections.all().stream()
                .filter(connection ->
                        connection.flow().heldBytes() >= LEAST_WORTH_FREEING_BYTES && !connection.isEnding())
                .sorted(Comparator.comparingLong(
                                (Connection connection) -> connection.flow().heldBytes())
                        .reversed())
                .toList();
        for (Connection holder : holders) {
            if (tooMuch <= 0) {
                break;
            }
            tooMuch -= holder.flow().heldBytes();
            holder.evict(CloseReason.OVERLOADED);
        }
    }

    // ---- from loop to loop

    /** Leaves something for a connection of this loop; any thread. */
    void post(Parcel parcel) {
        mailbox.post(parcel);
    }

    private void deliver(Parcel parcel) {
        try {
            handOut(parcel);
        } catch (Throwable fault) { // what waits behind it is for others
            report(fault, "A fault in what another event loop left");
        }
    }

    private static void handOut(Parcel parcel) {
        switch (parcel) {
            case Parcel.Message message -> message.to.deliver(message);
            case Parcel.Shared shared -> shared.to().deliver(shared);
            case Parcel.Task task -> task.task().run();
            case Parcel.Closing closing -> closing.to().close(closing.reason());
        }
    }
}
