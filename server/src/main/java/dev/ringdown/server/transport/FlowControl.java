package dev.ringdown.server.transport;

import dev.ringdown.server.core.MemoryBudget;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Bounds what waits for one connection, and makes the one pay who causes it:
 *
 * <ul>
 *   <li>A client that does not read its own output is not read from, see {@code output.high-water-mark}.
 *   <li>A sender whose target holds more than half of {@code output.max-pending-bytes} is not read from until the target has
 *       read: as long as it reads at all, nobody can throw it out by talking to it.
 *   <li>A client that takes nothing of what waits for it for {@code output.stalled-timeout}, or for which more waits than {@code
 *       output.max-pending-bytes}, is closed as a slow reader.
 *   <li>Every byte that waits, in or out, is reserved in the {@link MemoryBudget} of the process.
 * </ul>
 *
 * <p>Confined to the connection's event loop, but for {@link #isCongested}, {@link #tryMail}, {@link #mailed} and
 * {@link #fetched}.
 */
final class FlowControl {
    private static final int NEVER = Integer.MAX_VALUE;
    /** How long senders wait for a client that takes nothing at all, before it is left to its fate. */
    private static final int PATIENCE_TICKS = 2000 / Loop.TICK_MILLIS;

    private static final VarHandle MAILBOX_BYTES = handle("mailboxBytes");
    private static final VarHandle OUTPUT_BYTES = handle("outputBytes");

    private final Connection connection;

    /** Since when the client takes nothing of its output; {@link #NEVER} while it is not behind. */
    private int stalledTick = NEVER;
    /** The wire's figure of {@link Wire#progress} at that time. */
    private long progress;
    /** Whether nobody waits for this client any more: it had its time, and took nothing. */
    private boolean hopeless;

    /** Whether senders are to wait: written here, read by the senders' loops. */
    private volatile boolean congested;
    /** What other loops have left for this connection in its loop's mailbox. Changed by {@link #MAILBOX_BYTES} alone. */
    private volatile int mailboxBytes;
    /**
     * What waits as output and senders have to wait for: written here, read by the senders' loops, both by {@link
     * #OUTPUT_BYTES} alone.
     */
    @SuppressWarnings("UnusedVariable")
    private int outputBytes;

    /** Who is not read from until this client has read; null while there is nobody. */
    private @Nullable List<Connection> waiting;
    /** Whose client has to read before this one is read from; null nearly always. */
    private @Nullable Connection target;

    private int reservedInput;
    private long reservedOutput;

    FlowControl(Connection connection) {
        this.connection = connection;
    }

    private MemoryBudget budget() {
        return connection.loop().budget();
    }

    /** All bytes that wait for this connection or because of it. */
    long heldBytes() {
        connection.assertOwned();
        return reservedInput + reservedOutput + mailboxBytes;
    }

    // ---- the client does not read

    /** Whether the client is behind with reading. */
    boolean isStalled() {
        return stalledTick != NEVER;
    }

    /** Output was handed to the wire, which may have kept some. */
    void flushed() {
        connection.assertOwned();
        long unsent = connection.wire().unsentBytes();
        reserveOutput(unsent);
        if (unsent <= connection.limits().lowWaterMark()) {
            drained();
        } else if (stalledTick == NEVER
                && (congested || unsent > connection.limits().highWaterMark())) {
            stalledTick = connection.loop().tick();
            progress = connection.wire().progress();
            updateReading();
            connection.loop().reschedule(connection);
        }
    }

    /** The client has read: no more than the low mark waits for it. */
    void drained() {
        connection.assertOwned();
        if (stalledTick != NEVER || congested) {
            stalledTick = NEVER;
            hopeless = false;
            reserveOutput(connection.wire().unsentBytes());
            releaseSenders();
            updateReading();
            connection.heard();
        }
    }

    /** Looks whether the client has taken anything; every tick while it is behind. */
    void watch(int tick) {
        connection.assertOwned();
        long now = connection.wire().progress();
        if (now != progress) {
            progress = now;
            stalledTick = tick;
            hopeless = false;
        } else if (tick - stalledTick > connection.limits().stalledTicks()) {
            connection.evict();
        } else if (tick - stalledTick >= PATIENCE_TICKS) {
            hopeless = true;
            tellSenders(0);
            releaseSenders();
        }
    }

    /** Whether something has to be looked at every tick. */
    boolean needsWatching() {
        return stalledTick != NEVER || reservedOutput > 0;
    }

    // ---- senders wait for the client

    /** Whether whoever sends to this connection is to wait; any thread. */
    boolean isCongested() {
        return congested || mailboxBytes + outputBytes() > connection.limits().congestionMark();
    }

    /** So much output waits now. */
    void pending(long bytes) {
        connection.assertOwned();
        tellSenders(bytes);
        if (bytes > connection.limits().congestionMark() && !hopeless) {
            congested = true;
        }
    }

    /** This connection sent to one that is congested: it is not read from until that one's client has read. Own loop only. */
    void waitFor(Connection congestedTarget) {
        connection.assertOwned();
        if (target != null || congestedTarget == connection || !connection.isOpen()) {
            return;
        }
        target = congestedTarget;
        updateReading();
        congestedTarget.execute(() -> congestedTarget.flow().add(connection));
    }

    private void add(Connection sender) {
        connection.assertOwned();
        if (!connection.isOpen() || !isCongested()) {
            release(sender);
            return;
        }
        // it may be the mailbox alone that is full: then the flush of what is in it lets the senders go
        congested = true;
        if (waiting == null) {
            waiting = new ArrayList<>(2);
        }
        waiting.add(sender);
    }

    private void releaseSenders() {
        congested = false;
        List<Connection> released = waiting;
        waiting = null;
        if (released != null) {
            released.forEach(FlowControl::release);
        }
    }

    /** Later, on the sender's own loop: what it has sent meanwhile is taken there. */
    private static void release(Connection sender) {
        try {
            sender.loop().later(sender.flow()::resume);
        } catch (RejectedExecutionException stopped) {
            // the sender's loop has ended, and the sender with it
        }
    }

    private void resume() {
        if (target != null) {
            target = null;
            connection.readHeld();
            updateReading();
            connection.heard();
        }
    }

    /** Whether so much waits, as output and in the mailbox, that nothing more is relayed. Own loop only. */
    boolean isFull(long pendingOutput) {
        return congested && pendingOutput + mailboxBytes > connection.limits().relayMark();
    }

    /** Whether this connection is not read from, because of somebody it sends to. */
    boolean isWaiting() {
        connection.assertOwned();
        return target != null;
    }

    private void updateReading() {
        if (connection.isReading()) {
            connection.wire().read(stalledTick == NEVER);
        } else if (connection.isOpen()) {
            connection.wire().read(false);
        }
    }

    // ---- what waits, counted

    /**
     * Another loop relays bytes: takes a place for them in the mailbox. Of several loops that do so at once, each sees what the
     * others have taken; any thread.
     *
     * @return false if so much waits already, as output and in the mailbox, that nothing more is relayed; nothing is taken then
     */
    boolean tryMail(int bytes) {
        int before = (int) MAILBOX_BYTES.getAndAdd(this, bytes);
        if ((long) before + (int) OUTPUT_BYTES.getOpaque(this)
                > connection.limits().relayMark()) {
            MAILBOX_BYTES.getAndAdd(this, -bytes);
            return false;
        }
        budget().reserve(bytes);
        return true;
    }

    /** Another loop leaves bytes in the mailbox that are not relayed, such as news; any thread. */
    void mailed(int bytes) {
        MAILBOX_BYTES.getAndAdd(this, bytes);
        budget().reserve(bytes);
    }

    /** The bytes left the mailbox. */
    void fetched(int bytes) {
        MAILBOX_BYTES.getAndAdd(this, -bytes);
        budget().release(bytes);
    }

    /**
     * Says how much input waits, because it is not whole yet or must not be read yet.
     *
     * @return false if the process has no memory for it
     */
    boolean reserveInput(int bytes) {
        connection.assertOwned();
        if (bytes > 0 && connection.isEvicted()) {
            return true;
        }
        int more = bytes - reservedInput;
        if (more > 0 && !budget().tryReserve(more)) {
            return false;
        }
        if (more < 0) {
            budget().release(-more);
        }
        reservedInput = bytes;
        return true;
    }

    /** An answer over HTTP was handed to the channel, or taken by the client. */
    void answered() {
        connection.assertOwned();
        reserveOutput(connection.wire().unsentBytes());
    }

    /** Counts again what is unsent: some of it may have been sent since. */
    void recount() {
        connection.assertOwned();
        if (reservedOutput > 0) {
            reserveOutput(connection.wire().unsentBytes());
        }
    }

    private void reserveOutput(long bytes) {
        if (bytes > 0 && connection.isEvicted()) {
            return;
        }
        long more = bytes - reservedOutput;
        if (more > 0) {
            budget().reserve(more);
        } else if (more < 0) {
            budget().release(-more);
        }
        reservedOutput = bytes;
        tellSenders(bytes);
    }

    private long outputBytes() {
        return (int) OUTPUT_BYTES.getOpaque(this);
    }

    private void tellSenders(long outputBytes) {
        OUTPUT_BYTES.setOpaque(this, hopeless ? 0 : (int) Math.min(outputBytes, Integer.MAX_VALUE));
    }

    /** The connection was given up: what it held counts no more, although its end is still to come. */
    void forget() {
        connection.assertOwned();
        reserveInput(0);
        reserveOutput(0);
    }

    /** The connection has ended: nothing waits any more, and nobody waits for it. */
    void end() {
        connection.assertOwned();
        forget();
        releaseSenders();
        target = null;
    }

    private static VarHandle handle(String field) {
        try {
            return MethodHandles.lookup().findVarHandle(FlowControl.class, field, int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
