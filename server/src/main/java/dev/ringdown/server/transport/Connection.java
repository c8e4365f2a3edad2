package dev.ringdown.server.transport;

import dev.ringdown.protocol.CloseReason;
import dev.ringdown.protocol.ProtocolError;
import dev.ringdown.protocol.Splice;
import dev.ringdown.server.core.Peer;
import dev.ringdown.server.core.PeerLink;
import dev.ringdown.server.core.Room;
import dev.ringdown.server.core.SessionLink;
import dev.ringdown.server.core.SharedMessage;
import dev.ringdown.server.dialect.DialectSession;
import dev.ringdown.server.metrics.Count;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A client's connection, from its accepting to its end: first HTTP, then, after the upgrade, a WebSocket with a dialect's
 * session behind it. The one place where its {@link ConnectionState} changes.
 *
 * <p>Owned by one event loop at any moment: every method asserts it, except for those of {@link PeerLink} that any loop may
 * call: called from another one they go through the owner's {@link Loop mailbox}. Only a {@link Migration} changes the owner,
 * and only while no peer knows the connection.
 */
final class Connection implements SessionLink {
    private static final int NEVER = Integer.MAX_VALUE;
    private static final byte[] NO_BYTES = {};

    /** The owner. Volatile, so that whoever learns of this connection reaches the loop to which it has migrated. */
    private volatile Loop loop;

    private final ConnectionLimits limits;
    private final Runnable whenEnded;
    private final Output output = new Output(this);
    private final FlowControl flow = new FlowControl(this);

    /** Where the {@link DeadlineWheel} keeps it, whose own these are; negative if no loop has it in its table. */
    int bucket = -1;

    int slot;

    private ConnectionState state = ConnectionState.HTTP;
    private Wire wire;
    private int row;
    private @Nullable DialectSession session;
    private @Nullable MessageReader reader;

    /** Whether peers may know this connection, so that it stays on its event loop. */
    private boolean published;
    /** Whether the loop knows that there is something to flush. */
    private boolean touched;
    /** Whether the last output, and the end of our half of the TCP connection, is on its way. */
    private boolean halfClosing;
    /** Whether its socket was closed to take back at once what it held. */
    private boolean evicted;
    /** Why it is closed as soon as it is open; null nearly always. */
    private @Nullable CloseReason closeWhenOpen;
    /** Whether the answer to an HTTP request is still to come. */
    private boolean answering;

    private int heardTick;
    private int pingedTick;
    /** By how many ticks its pings come early, so that those of many connections are spread. */
    private int pingLead;

    private int deadlineTick = NEVER;
    private CloseReason deadlineReason = CloseReason.GONE;

    /**
     * Begins to watch a socket that was just accepted.
     *
     * @param whenEnded runs once, when the socket is gone
     */
    Connection(Channel channel, Loop loop, ConnectionLimits limits, Runnable whenEnded) {
        this.loop = loop;
        this.limits = limits;
        this.whenEnded = whenEnded;
        this.heardTick = loop.tick();
        this.pingedTick = heardTick;
        this.wire = new ChannelWire(channel, this);
    }

    /** The loop that owns this connection; any thread. */
    Loop loop() {
        return loop;
    }

    /** Only the owner's thread may come here. */
    void assertOwned() {
        assert loop.inEventLoop() : "touched by a thread that does not own the connection: " + this;
    }

    ConnectionLimits limits() {
        return limits;
    }

    /** Bounds what waits here. */
    FlowControl flow() {
        return flow;
    }

    /** The dialect's row in the counters; 0 before the upgrade. */
    int row() {
        return row;
    }

    /** What was agreed about compression; null if nothing. */
    @Nullable
    DeflateParameters deflate() {
        assertOwned();
        return output.deflate();
    }

    /** The bytes' way to the client at this moment. */
    Wire wire() {
        assertOwned();
        return wire;
    }

    // ---- states

    private void become(ConnectionState next) {
        assertOwned();
        assert state.leadsTo(next) : state + " does not lead to " + next;
        state = next;
    }

    /** Whether the client may be sent messages. */
    boolean isOpen() {
        assertOwned();
        return state == ConnectionState.OPEN || state == ConnectionState.MIGRATING;
    }

    /** Whether messages are read now. */
    boolean isReading() {
        assertOwned();
        return state == ConnectionState.OPEN && !flow.isWaiting();
    }

    /** Whether input has to wait until messages are read again. */
    boolean holdsInput() {
        assertOwned();
        return state == ConnectionState.UPGRADING
                || state == ConnectionState.MIGRATING
                || (state == ConnectionState.OPEN && flow.isWaiting());
    }

    boolean isMigrating() {
        assertOwned();
        return state == ConnectionState.MIGRATING;
    }

    boolean isEnded() {
        assertOwned();
        return state == ConnectionState.CLOSED;
    }

    /** Whether its end has begun. */
    boolean isEnding() {
        assertOwned();
        return state == ConnectionState.CLOSING || state == ConnectionState.CLOSED;
    }

    /** Whether it answers HTTP requests. */
    boolean isHttp() {
        assertOwned();
        return state == ConnectionState.HTTP;
    }

    /**
     * The handshake is accepted. From now on the channel's input is for the reader, and waits until {@link #open}.
     *
     * @param answer of the handshake: goes out before all else
     * @param row the dialect's row in the counters
     * @param session the client's session
     * @param reader makes its messages
     * @param deflate what was agreed about compression
     */
    void upgrade(
            byte[] answer, int row, DialectSession session, MessageReader reader, @Nullable DeflateParameters deflate) {
        speak(row, session, reader);
        deadlineTick = NEVER;
        output.compress(deflate);
        output.handshake(answer);
        ((ChannelWire) wire).takeOver();
    }

    /** As {@link #upgrade}, for a dialect of lines: there is no handshake to answer, and a deadline that was set stays. */
    void upgradeToLines(int row, DialectSession session, MessageReader reader) {
        speak(row, session, reader);
        output.speakPlain();
        ((ChannelWire) wire).takeOver();
    }

    private void speak(int row, DialectSession session, MessageReader reader) {
        become(ConnectionState.UPGRADING);
        this.row = row;
        this.session = session;
        this.reader = reader;
        loop.count(row, Count.OPENED, 1);
    }

    /** The HTTP handlers are gone: opens the session, on a detached socket where that is possible. */
    void open() {
        if (!((ChannelWire) wire).detach()) {
            opened();
        }
    }

    /** The socket has left its channel. */
    void detached(Wire withoutChannel) {
        wire = withoutChannel;
        opened();
    }

    /** Opens the session of a connection whose channel stays. */
    void opened() {
        assertOwned();
        become(ConnectionState.OPEN);
        heardTick = loop.tick();
        pingLead = loop.nextPingLead(limits.pingTicks());
        wire.start();
        DialectSession begun = session;
        if (closeWhenOpen != null) {
            close(closeWhenOpen);
        } else if (begun != null) {
            try {
                begun.opened();
            } catch (Throwable cause) {
                failed(cause);
            }
            readHeld();
        }
        if (!output.isEmpty()) {
            touch();
        }
        loop.reschedule(this);
    }

    // ---- from one loop to another

    @Override
    public void publish(@Nullable PeerLink near, Runnable step) {
        assertOwned();
        boolean first = !published;
        published = true;
        if (first
                && state == ConnectionState.OPEN
                && wire.isMovable()
                && loop.migrates()
                && near instanceof Connection there
                && there.loop != loop) {
            become(ConnectionState.MIGRATING);
            new Migration(this, there.loop, step).begin();
        } else {
            step.run();
        }
    }

    /**
     * Changes the owner: a step of {@link Migration}, on the old owner's thread, which has let go of everything; and back again
     * on that same thread, if the new owner has ended.
     */
    void handOver(Loop next) {
        assert loop.inEventLoop() || next.inEventLoop() : "handed over by a third loop: " + this;
        assert !touched : "the old loop still means to flush it";
        int shift = next.tick() - loop.tick();
        heardTick += shift;
        pingedTick += shift;
        deadlineTick = deadlineTick == NEVER ? NEVER : deadlineTick + shift;
        loop = next;
    }

    /** The migration is over, wherever it has led to: runs the step for which it was begun, then reads what waited. */
    void migrated(Runnable step) {
        assertOwned();
        if (!output.isEmpty()) {
            touch();
        }
        if (state == ConnectionState.MIGRATING) {
            become(ConnectionState.OPEN);
            MessageReader messages = reader;
            if (messages != null) {
                try {
                    messages.resume(step);
                } catch (Throwable cause) {
                    failed(cause);
                }
            }
            loop.reschedule(this);
        }
    }

    // ---- input

    /** What a client's input caused went wrong: ends this connection, and no other. */
    private void failed(Throwable cause) {
        assertOwned();
        if (cause instanceof Violation violation) {
            close(violation.reason());
        } else { // the loop is others' too, and an Error must not end it
            loop.report(cause, "A fault ended a connection");
            close(CloseReason.INTERNAL_ERROR);
        }
    }

    /** Something came in. The bytes stay the caller's. */
    void received(ByteBuf in) {
        assertOwned();
        heardTick = loop.tick();
        MessageReader messages = reader;
        if (messages != null) {
            try {
                messages.read(in);
            } catch (Throwable cause) {
                failed(cause);
            }
        }
    }

    /** As far as the client was not read from, its silence was not its own: its time begins anew. */
    void heard() {
        assertOwned();
        heardTick = loop.tick();
        loop.reschedule(this);
    }

    /** Reads what had to wait. */
    void readHeld() {
        received(Unpooled.EMPTY_BUFFER);
    }

    /** Nothing more comes, or is waited for. Closes, behind the answer to what has come. */
    void endOfInput(CloseReason reason) {
        assertOwned();
        MessageReader messages = reader;
        if (isReading() && messages != null) {
            try {
                messages.endOfInput();
            } catch (Throwable cause) {
                failed(cause);
            }
        }
        close(reason);
    }

    // ---- output

    @Override
    public void send(byte[] bytes, int offset, int length) {
        send(bytes, offset, length, null, null);
    }

    private void send(byte[] bytes, int offset, int length, @Nullable Peer to, @Nullable Room within) {
        if (loop.inEventLoop()) {
            output.text(bytes, offset, length);
        } else {
            byte[] message = new byte[length];
            System.arraycopy(bytes, offset, message, 0, length);
            post(new Parcel.Message(this, message, to, within), length);
        }
    }

    @Override
    public boolean relay(Splice splice, PeerLink from, @Nullable Peer to, @Nullable Room within) {
        int length = splice.length();
        boolean here = loop.inEventLoop();
        if (here ? flow.isFull(output.pendingBytes()) : !flow.tryMail(length)) {
            holdBack(from);
            return false;
        }
        if (here) {
            output.spliced(splice);
        } else {
            byte[] message = new byte[length];
            splice.copyTo(message, 0);
            loop.post(new Parcel.Message(this, message, to, within));
        }
        holdBack(from);
        return true;
    }

    @Override
    public void send(byte[] bytes, int offset, int length, PeerLink cause) {
        send(bytes, offset, length);
        holdBack(cause);
    }

    @Override
    public void send(byte[] news, PeerLink cause, Peer to, Room within) {
        send(news, 0, news.length, to, within);
        holdBack(cause);
    }

    @Override
    public void send(SharedMessage message, PeerLink cause) {
        send(message);
        holdBack(cause);
    }

    @Override
    public void send(SharedMessage message) {
        ByteBuf share = message.share();
        if (loop.inEventLoop()) {
            output.shared(message, share);
        } else {
            post(new Parcel.Shared(this, message, share), share.readableBytes());
        }
    }

    private void post(Parcel parcel, int bytes) {
        flow.mailed(bytes);
        loop.post(parcel);
    }

    /** Who causes more than this client reads is not read from. */
    private void holdBack(PeerLink cause) {
        if (flow.isCongested() && cause instanceof Connection sender && sender.loop.inEventLoop()) {
            sender.flow.waitFor(this);
        }
    }

    /** Delivers what was left in the loop's mailbox, unless its recipient has left the room in which it was sent. */
    void deliver(Parcel.Message message) {
        byte[] bytes = message.bytes;
        flow.fetched(bytes.length);
        if (message.within == null
                || message.peer == null
                || message.within.members().has(message.peer)) {
            output.text(bytes, 0, bytes.length);
        }
    }

    /** Delivers what was left in the loop's mailbox. Releases the bytes. */
    void deliver(Parcel.Shared shared) {
        flow.fetched(shared.bytes().readableBytes());
        output.shared(shared.message(), shared.bytes());
    }

    @Override
    public void sendBinary(byte[] bytes, int offset, int length) {
        output.binary(bytes, offset, length);
    }

    /** Answers a Ping with the same payload (RFC 6455 §5.5.3). */
    void pong(byte[] payload, int length) {
        assertOwned();
        output.control(FrameHeader.PONG, payload, length);
    }

    /** There is something to flush. */
    void touch() {
        assertOwned();
        if (!touched) {
            touched = true;
            loop.touch(this);
        }
    }

    /** The loop comes to flush. */
    void flushTouched() {
        assertOwned();
        touched = false;
        flush();
    }

    /** Hands what was gathered to the wire, unless the connection is between two wires or two loops. */
    void flush() {
        assertOwned();
        if (state == ConnectionState.UPGRADING || state == ConnectionState.MIGRATING) {
            return;
        }
        wire.flush(output.take());
        if (state == ConnectionState.OPEN) {
            flow.flushed();
        } else if (state == ConnectionState.CLOSING && !halfClosing) {
            halfClosing = true;
            wire.endOutput();
        }
    }

    @Override
    public void execute(Runnable task) {
        if (loop.inEventLoop()) {
            task.run();
        } else {
            loop.post(new Parcel.Task(task));
        }
    }

    @Override
    public void countIgnored(ProtocolError error) {
        assertOwned();
        loop.count(row, error);
    }

    // ---- the end

    @Override
    public void close(CloseReason reason) {
        if (!loop.inEventLoop()) {
            loop.post(new Parcel.Closing(this, reason));
            return;
        }
        switch (state) {
            case OPEN, MIGRATING -> {
                byte[] text = reason.text().getBytes(StandardCharsets.US_ASCII);
                byte[] payload = new byte[2 + text.length];
                payload[0] = (byte) (reason.code() >>> 8);
                payload[1] = (byte) reason.code();
                System.arraycopy(text, 0, payload, 2, text.length);
                finish(reason, payload, payload.length);
            }
            case UPGRADING -> closeWhenOpen = reason;
            case HTTP -> closeBehindAnswer();
            case CLOSING, CLOSED -> {}
        }
    }

    /** Over HTTP nothing is said, but an answer that is awaited, or that the client is still reading, is sent to its end. */
    private void closeBehindAnswer() {
        if (!answering && wire.unsentBytes() == 0) {
            wire.close();
            return;
        }
        become(ConnectionState.CLOSING);
        halfClosing = true;
        lingerUntilClosed();
        if (!answering) {
            wire.endOutput();
        }
    }

    /** Whether the answer to an HTTP request is still to come. */
    boolean isAnswering() {
        assertOwned();
        return answering;
    }

    /** Tells whether the answer to an HTTP request is still to come: the connection is not closed before that. */
    void answering(boolean awaited) {
        assertOwned();
        answering = awaited;
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
        output.control(FrameHeader.CLOSE, payload, length);
        if (!isOpen()) {
            return;
        }
        touch();
        become(ConnectionState.CLOSING);
        lingerUntilClosed();
        loop.count(row, reason);
        wire.read(true);
        leave(reason == CloseReason.GONE);
    }

    /** The last output is on its way: the client has {@code websocket.close-timeout} to end the connection. */
    void lingerUntilClosed() {
        assertOwned();
        deadlineTick = loop.tick() + limits.closeTicks();
        loop.reschedule(this);
    }

    /** Ends the socket at once, whatever waits. */
    void abort() {
        assertOwned();
        wire.close();
    }

    /** Gives up on a client that does not read: a Close frame would only wait behind what it did not take. */
    void evict() {
        evict(CloseReason.SLOW_READER);
    }

    /** Takes back at once all that waits for this connection. */
    void evict(CloseReason reason) {
        assertOwned();
        if (state == ConnectionState.CLOSED || evicted) {
            return;
        }
        evicted = true;
        loop.count(row, reason);
        if (isOpen()) {
            become(ConnectionState.CLOSING);
        }
        output.take().release();
        wire.close();
        // it ends a little later: until then nobody else has to go for what it held
        flow.forget();
    }

    /** Whether it is gone as soon as its loop has told everybody. */
    boolean isEvicted() {
        assertOwned();
        return evicted;
    }

    /** The socket is gone: tells the session and gives everything back. Only the first call has an effect. */
    void ended() {
        assertOwned();
        if (state == ConnectionState.CLOSED) {
            return;
        }
        if (isOpen()) {
            loop.count(row, Count.LOST, 1);
        }
        become(ConnectionState.CLOSED);
        output.take().release();
        if (reader != null) {
            reader.end();
        }
        flow.end();
        if (bucket >= 0) {
            loop.remove(this);
        }
        leave(true);
        whenEnded.run();
    }

    private void leave(boolean lost) {
        DialectSession left = session;
        if (left != null) {
            session = null;
            loop.count(row, Count.CLOSED, 1);
            try {
                if (lost) {
                    left.lost();
                } else {
                    left.closed();
                }
            } catch (Throwable bug) { // the connection ends all the same
                loop.report(bug, "A fault while a session ended");
            }
        }
    }

    // ---- deadlines

    @Override
    public void setDeadline(Duration within, CloseReason otherwise) {
        assertOwned();
        deadlineTick = loop.tick() + ConnectionLimits.ticks(within);
        deadlineReason = otherwise;
        loop.reschedule(this);
    }

    @Override
    public void clearDeadline() {
        assertOwned();
        deadlineTick = NEVER;
    }

    /** The tick after which {@link #watch} has something to do, if nothing happens before. */
    int nextDueTick() {
        assertOwned();
        int due = deadlineTick == NEVER ? NEVER : deadlineTick + 1;
        if (flow.needsWatching()) {
            return Math.min(due, loop.tick() + 1);
        }
        if (state == ConnectionState.OPEN && !flow.isWaiting()) {
            int pingDue = Math.max(heardTick, pingedTick) + limits.pingTicks() - pingLead;
            return Math.min(due, Math.min(pingDue, silentSince() + limits.idleTicks() + 1));
        }
        return due;
    }

    /** Since when the client is silent; time in which this process was stopped does not count. */
    private int silentSince() {
        return Math.max(heardTick, loop.resumedTick());
    }

    /** Looks at every deadline; the loop calls it when one may be due. */
    void watch(int tick) {
        assertOwned();
        flow.recount();
        if (state != ConnectionState.OPEN) {
            if (tick > deadlineTick) {
                wire.close();
            }
        } else if (tick > deadlineTick) {
            endOfInput(deadlineReason);
        } else if (flow.isStalled()) {
            flow.watch(tick);
        } else if (!flow.isWaiting()) {
            if (tick - silentSince() > limits.idleTicks()) {
                close(CloseReason.GONE);
            } else if (tick - Math.max(heardTick, pingedTick) >= limits.pingTicks() - pingLead) {
                pingedTick = tick;
                output.control(FrameHeader.PING, NO_BYTES, 0);
            }
        }
    }

    @Override
    public String toString() {
        return state + " connection of " + session;
    }
}
