package dev.ringdown.server.core;

import dev.ringdown.protocol.CloseReason;
import dev.ringdown.protocol.Splice;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The link of a peer whose connection was lost and who may come back: keeps what is sent to it meanwhile. It ends in one
 * of two ways, and compare-and-set decides which: {@link #handOver the client came back}, or it is over, because the time
 * was up, somebody closed the link, more came than may be kept for one client, or the process has no memory left for it.
 *
 * <p>A message for many is kept once, however many are absent; each absent client has a small node that refers to it.
 * Every byte that is kept is reserved in the {@link MemoryBudget} of the process.
 *
 * <p>Any thread may call any method.
 */
public final class ReplayBuffer implements PeerLink {
    /** What a node and the header of its array take, about. */
    static final int NODE_BYTES = 64;

    private sealed interface State permits Kept, HandedOver, Over {}

    /** What was kept last, and with it all that was kept before; counted, so that the bounds are checked at a glance. */
    private static final class Kept implements State {
        /** Null in the one that stands for nothing. */
        private final @Nullable Kept before;
        /** The message, if it is for this peer alone. */
        private final byte[] own;
        /** The message, if others get it too. */
        private final @Nullable SharedMessage shared;

        private final int count;
        private final long bytes;

        Kept(@Nullable Kept before, byte[] own, @Nullable SharedMessage shared, int count, long bytes) {
            this.before = before;
            this.own = own;
            this.shared = shared;
            this.count = count;
            this.bytes = bytes;
        }
    }

    /** Who took its place; what is only now on its way here goes there. */
    private record HandedOver(PeerLink successor, Kept kept) implements State {}

    private enum Over implements State {
        OVER
    }

    private static final VarHandle STATE = stateHandle();
    private static final byte[] NONE = {};
    private static final Kept NOTHING = new Kept(null, NONE, null, 0, 0);

    private final ReplayBuffers buffers;
    private final AbsencePlace place;
    private final Consumer<ReplayBuffer> whenOver;
    /** Replaced by {@link #STATE} alone. */
    private volatile State state = NOTHING;

    /**
     * @param buffers all of the process, in which this one counts already
     * @param place where it counts
     * @param whenOver is told once if it is over; see {@link ReplayBuffers}
     */
    ReplayBuffer(ReplayBuffers buffers, AbsencePlace place, Consumer<ReplayBuffer> whenOver) {
        this.buffers = buffers;
        this.place = place;
        this.whenOver = whenOver;
    }

    /** Where this absence counts. */
    AbsencePlace place() {
        return place;
    }

    /** Whether neither the client came back nor the absence is over. */
    boolean isOpen() {
        return state instanceof Kept;
    }

    /** How many bytes of messages are kept. */
    long bytes() {
        return state instanceof Kept kept ? kept.bytes : 0;
    }

    /**
     * The client came back: what is sent to this link from now on goes on to its new one. The caller is on the event loop of
     * the new link, and calls {@link #replay} before it leaves it: so what others send to the new link comes after what was
     * kept.
     *
     * @return false if the absence is over
     */
    public boolean handOver(PeerLink successor) {
        while (state instanceof Kept kept) {
            if (STATE.compareAndSet(this, kept, new HandedOver(successor, kept))) {
                buffers.ended(this);
                return true;
            }
        }
        return false;
    }

    /** Sends what was kept over the link that took this one's place, in the order in which it came. Once. */
    public void replay() {
        if (!(state instanceof HandedOver handed)) {
            throw new IllegalStateException("not handed over");
        }
        Kept[] inOrder = new Kept[handed.kept.count];
        for (Kept next = handed.kept; next.before != null; next = next.before) {
            inOrder[next.count - 1] = next;
        }
        for (Kept next : inOrder) {
            if (next.shared == null) {
                handed.successor.send(next.own);
            } else {
                handed.successor.send(next.shared);
            }
            letGo(next.own, next.shared);
        }
        state = new HandedOver(handed.successor, NOTHING);
    }

    /** Ends the absence, unless it has ended. */
    public void end() {
        if (stop()) {
            buffers.over(() -> whenOver.accept(this));
        }
    }

    /** Ends the absence of somebody who is not absent after all; nobody hears of it. */
    public void discard() {
        stop();
    }

    private boolean stop() {
        while (state instanceof Kept kept) {
            if (STATE.compareAndSet(this, kept, Over.OVER)) {
                for (Kept next = kept; next.before != null; next = next.before) {
                    letGo(next.own, next.shared);
                }
                buffers.ended(this);
                return true;
            }
        }
        return false;
    }

    private void keep(byte[] own, @Nullable SharedMessage shared, int length) {
        boolean reserved = false;
        while (state instanceof Kept kept) {
            int count = kept.count + 1;
            long bytes = kept.bytes + length;
            reserved = reserved || (buffers.mayKeep(count, bytes) && reserve(own, shared));
            if (!reserved || !buffers.mayKeep(count, bytes)) {
                end();
                break;
            }
            if (STATE.compareAndSet(this, kept, new Kept(kept, own, shared, count, bytes))) {
                return;
            }
        }
        if (reserved) {
            letGo(own, shared);
        }
        if (state instanceof HandedOver handed) {
            if (shared == null) {
                handed.successor.send(own);
            } else {
                handed.successor.send(shared);
            }
        }
    }

    private boolean reserve(byte[] own, @Nullable SharedMessage shared) {
        if (!buffers.reserve(NODE_BYTES + own.length)) {
            return false;
        }
        if (shared == null || buffers.keep(shared)) {
            return true;
        }
        buffers.memory().release(NODE_BYTES + own.length);
        return false;
    }

    private void letGo(byte[] own, @Nullable SharedMessage shared) {
        buffers.memory().release(NODE_BYTES + own.length);
        if (shared != null) {
            shared.letGo(buffers.memory());
        }
    }

    @Override
    public void send(byte[] bytes, int offset, int length) {
        keep(Arrays.copyOfRange(bytes, offset, offset + length), null, length);
    }

    @Override
    public void send(SharedMessage message) {
        keep(NONE, message, message.length());
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
        keep(message, null, message.length);
        return true;
    }

    @Override
    public void close(CloseReason reason) {
        end();
    }

    private static VarHandle stateHandle() {
        try {
            return MethodHandles.lookup().findVarHandle(ReplayBuffer.class, "state", State.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
