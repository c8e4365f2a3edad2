package dev.ringdown.server.transport;

import dev.ringdown.protocol.CloseReason;
import dev.ringdown.protocol.ProtocolError;
import dev.ringdown.protocol.Splice;
import dev.ringdown.server.core.PeerLink;
import dev.ringdown.server.core.SharedMessage;
import dev.ringdown.server.dialect.DialectSession;
import dev.ringdown.server.metrics.Count;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A socket, from its accepting to its end: first HTTP, then, after the upgrade, a WebSocket with a dialect's session
 * behind it. Output is gathered here in one buffer and flushed once at the end of the batch of input that caused it.
 *
 * <p>Confined to its loop, except for {@link #send}, {@link #relay}, {@link #execute} and {@link #close}, which any loop may
 * call: called from another one they go through its {@link Loop mailbox}.
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

    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
    private static final int NEVER = Integer.MAX_VALUE;
    private static final byte[] NO_BYTES = {};

    /** Replaced once at most, by {@link #arrive}, as long as nobody else has this connection. */
    private Loop loop;

    private final ConnectionLimits limits;
    private final Runnable whenEnded;

    /** Where the loop keeps it; the loop's own. */
    int slot;

    private Wire wire;
    private Phase phase = Phase.HTTP;
    private int row;
    private @Nullable DialectSession session;
    private @Nullable MessageReader reader;
    private final Output output = new Output(this);

    /** What it moves to another loop for; null unless it does just now. */
    private @Nullable Runnable movesFor;

    private @Nullable Loop movesTo;

    /** Whether the loop knows that there is something to flush. */
    private boolean touched;
    /** Whether the last output, and the end of our half of the TCP connection, is on its way. */
    private boolean halfClosing;

    private int heardTick;
    private int pingedTick;
    private int stalledTick = NEVER;
    private int deadlineTick = NEVER;
    private CloseReason deadlineReason = CloseReason.GONE;

    /**
     * Begins to watch a socket that was just accepted.
     *
     * @param whenEnded runs once, when the socket is gone
     */
    Connection(Channel channel, Loop loop, ConnectionLimits limits, Runnable whenEnded) {
        this.wire = new ChannelWire(channel, this);
        this.loop = loop;
        this.limits = limits;
        this.whenEnded = whenEnded;
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

    /** Whether messages are read now. */
    boolean isReading() {
        return phase == Phase.OPEN && movesFor == null;
    }

    /** What was agreed about compression; null if nothing. */
    @Nullable
    DeflateOffer deflate() {
        return output.deflate();
    }

    /** The bytes' way to the client at this moment. */
    Wire wire() {
        return wire;
    }

    /** Answers the handshake: goes out before all else, and if the session moves when it is opened, after that. */
    void answer(byte[] handshake) {
        assert phase == Phase.HTTP;
        output.handshake(handshake);
    }

    /**
     * The handshake is answered: from now on this is a WebSocket.
     *
     * @param row the dialect's row in the counters
     * @param session the client's session, opened by this
     * @param reader makes its messages
     * @param deflate what was agreed about compression
     */
    void upgrade(int row, DialectSession session, MessageReader reader, @Nullable DeflateOffer deflate) {
        output.compress(deflate);
        settle();
        open(row, session, reader);
    }

    /**
     * There is no handshake to answer: from now on this speaks a dialect of lines. A deadline that was set stays.
     *
     * @param row the dialect's row in the counters
     * @param session the client's session, opened by this
     * @param reader makes its messages
     */
    void openLines(int row, DialectSession session, MessageReader reader) {
        output.speakPlain();
        open(row, session, reader);
    }

    private void open(int row, DialectSession session, MessageReader reader) {
        assert loop.inEventLoop() && phase == Phase.HTTP;
        this.phase = Phase.OPEN;
        this.row = row;
        this.session = session;
        this.reader = reader;
        if (wire instanceof ChannelWire channel) {
            channel.start();
        }
        loop.count(row, Count.OPENED, 1);
        session.opened();
    }

    /** The handshake is about to be answered: from then on the socket can do without a channel, where there is a way. */
    void leaveChannel() {
        if (wire instanceof ChannelWire channel) {
            channel.release();
        }
    }

    /** Another wire takes the place of the present one, which has nothing left to send. */
    void goOn(Wire other) {
        wire = other;
        if (movesFor == null) {
            wire.start();
        } else {
            move();
        }
    }

    // ---- from one loop to another

    @Override
    public void gatherWith(PeerLink other, Runnable then) {
        assert loop.inEventLoop() && movesFor == null;
        Loop home = other instanceof Connection there && loop.gathersRooms() ? there.loop : loop;
        if (home == loop || phase != Phase.OPEN || !wire.isMovable()) {
            then.run();
            return;
        }
        movesFor = then;
        movesTo = home;
        if (wire instanceof EpollWire) {
            loop.later(this::move);
        }
    }

    /** Whether it is on its way to another loop, so that what comes in has to wait. */
    boolean isMoving() {
        return movesFor != null;
    }

    /** Goes, with what was gathered and is not sent yet; or stays, if the client is behind with what was sent before. */
    private void move() {
        Loop home = movesTo;
        if (phase == Phase.OPEN && home != null && wire.leave()) {
            loop.remove(this);
            leaveFor(home);
        } else {
            wire.start();
            stay();
        }
    }

    private void leaveFor(Loop home) {
        try {
            home.later(() -> arrive(home));
        } catch (RejectedExecutionException stopped) {
            loop.add(this);
            wire.close();
        }
    }

    private void arrive(Loop home) {
        loop = home;
        home.add(this);
        wire.start();
        stay();
    }

    /** The move is over, wherever it has led to. */
    void stay() {
        Runnable then = movesFor;
        movesFor = null;
        movesTo = null;
        if (!output.isEmpty()) {
            touch();
        }
        if (then == null || reader == null || phase != Phase.OPEN) {
            return;
        }
        try {
            reader.resume(then);
        } catch (Violation violation) {
            close(violation.reason());
        } catch (RuntimeException bug) {
            fault(bug);
        }
    }

    // ---- input

    /** Something came in; own loop only. The bytes stay the caller's. */
    void received(ByteBuf in) {
        heardTick = loop.tick();
        MessageReader messages = reader;
        if (messages == null) {
            return;
        }
        try {
            messages.read(in);
        } catch (Violation violation) {
            close(violation.reason());
        } catch (RuntimeException bug) {
            fault(bug);
        }
    }

    /** Nothing more comes, or is waited for; own loop only. Closes, behind the answer to what has come. */
    void endOfInput(CloseReason reason) {
        MessageReader messages = reader;
        if (phase == Phase.OPEN && messages != null) {
            try {
                messages.endOfInput();
            } catch (RuntimeException bug) {
                fault(bug);
            }
        }
        close(reason);
    }

    private void fault(RuntimeException bug) {
        LOG.error("A fault in {} ended a connection", session, bug);
        close(CloseReason.INTERNAL_ERROR);
    }

    // ---- output

    @Override
    public void send(byte[] bytes, int offset, int length) {
        if (!loop.inEventLoop()) {
            byte[] message = new byte[length];
            System.arraycopy(bytes, offset, message, 0, length);
            loop.post(new Parcel.Message(this, message));
        } else {
            output.text(bytes, offset, length);
        }
    }

    @Override
    public void relay(Splice splice) {
        if (loop.inEventLoop()) {
            output.spliced(splice);
        } else {
            byte[] message = new byte[splice.length()];
            splice.copyTo(message, 0);
            loop.post(new Parcel.Message(this, message));
        }
    }

    @Override
    public void send(SharedMessage message) {
        if (!loop.inEventLoop()) {
            loop.post(new Parcel.Shared(this, message.share()));
        } else {
            sendShared(message.share());
        }
    }

    /** Sends a text message whose bytes are others' too; own loop only. Releases them. */
    void sendShared(ByteBuf shared) {
        output.shared(shared);
    }

    @Override
    public void sendBinary(byte[] bytes, int offset, int length) {
        output.binary(bytes, offset, length);
    }

    /** Answers a Ping with the same payload (RFC 6455 §5.5.3); own loop only. */
    void pong(byte[] payload, int length) {
        output.control(FrameHeader.PONG, payload, length);
    }

    /** There is something to flush. */
    void touch() {
        if (!touched) {
            touched = true;
            loop.touch(this);
        }
    }

    /** Hands what was gathered to the wire; the loop calls it at the end of a batch. */
    void flush() {
        touched = false;
        if (isMoving()) {
            return;
        }
        wire.flush(output.take());
        if (phase == Phase.CLOSING) {
            if (!halfClosing) {
                halfClosing = true;
                wire.endOutput();
            }
        } else if (stalledTick == NEVER && wire.isBehind()) {
            stalledTick = loop.tick();
            // who does not read is not read from, so that what it causes stays bounded
            wire.read(false);
        }
    }

    /** The client has read so much of what waited for it that it may be read from again. */
    void caughtUp() {
        if (stalledTick != NEVER) {
            stalledTick = NEVER;
            wire.read(true);
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
    public void overlook(ProtocolError error) {
        loop.count(row, error);
    }

    // ---- the end

    @Override
    public void close(CloseReason reason) {
        if (!loop.inEventLoop()) {
            loop.post(new Parcel.Closing(this, reason));
        } else if (phase == Phase.OPEN) {
            byte[] text = reason.text().getBytes(StandardCharsets.US_ASCII);
            byte[] payload = new byte[2 + text.length];
            payload[0] = (byte) (reason.code() >>> 8);
            payload[1] = (byte) reason.code();
            System.arraycopy(text, 0, payload, 2, text.length);
            finish(reason, payload, payload.length);
        } else if (phase == Phase.HTTP) {
            wire.close();
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
        output.control(FrameHeader.CLOSE, payload, length);
        if (phase != Phase.OPEN) {
            return;
        }
        touch();
        phase = Phase.CLOSING;
        deadlineTick = loop.tick() + limits.closeTicks();
        wire.read(true);
        loop.count(row, reason);
        leave(reason == CloseReason.GONE);
    }

    /** Ends the socket where it is, after a fault of ours. */
    void cutOff() {
        wire.close();
    }

    /** Gives up on a client that does not read: a Close frame would only wait behind what it did not take. */
    void evict() {
        loop.count(row, CloseReason.SLOW_READER);
        phase = Phase.CLOSED;
        output.take().release();
        wire.close();
    }

    /**
     * The last answer over HTTP is given: the client has as long to end the connection as after a Close frame. Own loop
     * only.
     */
    void answeredLast() {
        deadlineTick = loop.tick() + limits.closeTicks();
    }

    /** The socket is gone. */
    void ended() {
        if (phase == Phase.OPEN) {
            loop.count(row, Count.LOST, 1);
        }
        phase = Phase.CLOSED;
        output.take().release();
        if (reader != null) {
            reader.end();
        }
        loop.remove(this);
        leave(true);
        whenEnded.run();
    }

    private void leave(boolean lost) {
        DialectSession left = session;
        if (left != null) {
            session = null;
            loop.count(row, Count.CLOSED, 1);
            if (lost) {
                left.lost();
            } else {
                left.closed();
            }
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
                endOfInput(deadlineReason);
            } else if (stalledTick != NEVER) {
                if (tick - stalledTick > limits.stalledTicks()) {
                    evict();
                }
            } else if (tick - heardTick > limits.idleTicks()) {
                close(CloseReason.GONE);
            } else if (tick - Math.max(heardTick, pingedTick) >= limits.pingTicks()) {
                pingedTick = tick;
                output.control(FrameHeader.PING, NO_BYTES, 0);
            }
        } else if (tick > deadlineTick) {
            wire.close();
        }
    }
}
