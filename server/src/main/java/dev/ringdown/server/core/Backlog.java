package dev.ringdown.server.core;

import dev.ringdown.protocol.CloseReason;
import dev.ringdown.protocol.ProtocolError;
import dev.ringdown.protocol.Splice;
import io.netty.buffer.ByteBuf;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The link of a peer whose connection was lost and who may come back: keeps what is sent to it meanwhile. It ends in one
 * of two ways, and compare-and-set decides which: {@link #take the client came back}, or it is over, because the time
 * was up, somebody closed the link, or more came than may be kept.
 *
 * <p>Any thread may call any method but {@link #expect}, {@link #settle}, {@link #sendBinary}, {@link #execute} and {@link
 * #overlook}, which nobody calls.
 */
public final class Backlog implements PeerLink {
    /** What was kept last, and with it all that was kept before; counted, so that the bounds are checked at a glance. */
    private static final class Kept {
        private final @Nullable Kept before;
        private final byte[] message;
        private final int count;
        private final long bytes;

        Kept(@Nullable Kept before, byte[] message, int count, long bytes) {
            this.before = before;
            this.message = message;
            this.count = count;
            this.bytes = bytes;
        }
    }

    private static final VarHandle LAST = lastHandle();
    private static final Kept EMPTY = new Kept(null, new byte[0], 0, 0);
    private static final Kept HANDED_ON = new Kept(null, new byte[0], 0, 0);
    private static final Kept OVER = new Kept(null, new byte[0], 0, 0);

    private final Peer peer;
    private final int maxMessages;
    private final long maxBytes;
    private final Runnable whenOver;
    /** Replaced by {@link #LAST} alone. */
    private volatile Kept last = EMPTY;

    /**
     * @param peer whose link this is
     * @param maxMessages how many messages are kept; one more, and it is over
     * @param maxBytes how many bytes, all messages together
     * @param whenOver runs once if it is over, on the thread that found so
     */
    public Backlog(Peer peer, int maxMessages, long maxBytes, Runnable whenOver) {
        this.peer = peer;
        this.maxMessages = maxMessages;
        this.maxBytes = maxBytes;
        this.whenOver = whenOver;
    }

    /**
     * Takes what was kept, for the link that took this one's place. The caller has put it there already, and sends the
     * messages over it before it leaves that link's event loop: so what others send to the new link comes after them.
     *
     * <p>A message that is only now on its way here goes to the peer's new link too.
     *
     * @return in the order in which they came; null if it is over
     */
    public @Nullable List<byte[]> take() {
        Kept kept = last;
        while (kept != OVER) {
            if (LAST.compareAndSet(this, kept, HANDED_ON)) {
                byte[][] inOrder = new byte[kept.count][];
                for (Kept next = kept; next != null && next.count > 0; next = next.before) {
                    inOrder[next.count - 1] = next.message;
                }
                return Arrays.asList(inOrder);
            }
            kept = last;
        }
        return null;
    }

    /** Ends it, unless it has ended. */
    public void end() {
        Kept kept = last;
        while (kept != OVER && kept != HANDED_ON) {
            if (LAST.compareAndSet(this, kept, OVER)) {
                whenOver.run();
                return;
            }
            kept = last;
        }
    }

    private void keep(byte[] message) {
        while (true) {
            Kept kept = last;
            if (kept == HANDED_ON) {
                peer.send(message);
                return;
            }
            if (kept == OVER) {
                return;
            }
            int count = kept.count + 1;
            long bytes = kept.bytes + message.length;
            if (count > maxMessages || bytes > maxBytes) {
                end();
                return;
            }
            if (LAST.compareAndSet(this, kept, new Kept(kept, message, count, bytes))) {
                return;
            }
        }
    }

    @Override
    public void send(byte[] bytes, int offset, int length) {
        keep(Arrays.copyOfRange(bytes, offset, offset + length));
    }

    @Override
    public void send(SharedMessage message) {
        ByteBuf shared = message.share();
        byte[] bytes = new byte[shared.readableBytes()];
        shared.readBytes(bytes).release();
        keep(bytes);
    }

    @Override
    public void send(byte[] bytes, int offset, int length, PeerLink cause) {
        send(bytes, offset, length);
    }

    @Override
    public void send(SharedMessage message, PeerLink cause) {
        send(message);
    }

    @Override
    public boolean relay(Splice splice, PeerLink from, @Nullable Peer to, @Nullable Room within) {
        byte[] message = new byte[splice.length()];
        splice.copyTo(message, 0);
        keep(message);
        return true;
    }

    @Override
    public void close(CloseReason reason) {
        end();
    }

    @Override
    public void sendBinary(byte[] bytes, int offset, int length) {
        throw new UnsupportedOperationException("there is no connection");
    }

    @Override
    public void expect(Duration within, CloseReason otherwise) {
        throw new UnsupportedOperationException("there is no connection");
    }

    @Override
    public void settle() {
        throw new UnsupportedOperationException("there is no connection");
    }

    @Override
    public void execute(Runnable task) {
        throw new UnsupportedOperationException("there is no connection");
    }

    @Override
    public void overlook(ProtocolError error) {
        throw new UnsupportedOperationException("there is no connection");
    }

    private static VarHandle lastHandle() {
        try {
            return MethodHandles.lookup().findVarHandle(Backlog.class, "last", Kept.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
