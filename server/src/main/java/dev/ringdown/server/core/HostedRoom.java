package dev.ringdown.server.core;

import dev.ringdown.protocol.CloseReason;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A room that is made before anybody is in it, with one host and any number of guests, who talk to the host. Who comes
 * when the host's place is empty takes it. Who is in it is one immutable {@link Occupants} replaced by compare-and-set, so
 * that of two who come at once exactly one is the host, and the other one is found by it or finds it.
 *
 * <p>Any event loop may call any method; none blocks.
 */
public final class HostedRoom {
    private static final VarHandle ATTENDANCE = handle("occupants", Occupants.class);
    private static final VarHandle OPTIONS = handle("options", RoomOptions.class);

    private final String id;
    private final Instant createdAt;
    private final long bornNanos;
    private final @Nullable InetAddress maker;
    /** Replaced by {@link #OPTIONS} alone. */
    private volatile RoomOptions options;
    /** Replaced by {@link #ATTENDANCE} alone. */
    private volatile Occupants occupants = Occupants.none();
    /** How many of those who are in it have lost their connection and may come back. */
    private final AtomicInteger absent = new AtomicInteger();

    /**
     * @param createdAt by the wall clock
     * @param age how old it is by now; not taken from the wall clock, which may jump
     * @param maker the address of whoever made it; null if it was made by the server, or by one that ran before
     */
    HostedRoom(String id, Instant createdAt, Duration age, RoomOptions options, @Nullable InetAddress maker) {
        this.id = id;
        this.createdAt = createdAt;
        this.bornNanos = System.nanoTime() - age.toNanos();
        this.options = options;
        this.maker = maker;
    }

    /** The id by which clients name this room. */
    public String id() {
        return id;
    }

    /** When it was made, by the wall clock. */
    public Instant createdAt() {
        return createdAt;
    }

    /** What it is held to now. */
    public RoomOptions options() {
        return options;
    }

    /** Holds it to other options, computed from the present ones: more than once, if others change them at the same time. */
    void change(UnaryOperator<RoomOptions> change) {
        RoomOptions before;
        do {
            before = options;
        } while (!OPTIONS.compareAndSet(this, before, change.apply(before)));
    }

    /** The address of whoever made it; null if nobody's. */
    @Nullable
    InetAddress maker() {
        return maker;
    }

    AtomicInteger absent() {
        return absent;
    }

    /** Who is here now. */
    public Occupants occupants() {
        return occupants;
    }

    /**
     * Lets a peer in, who is the host if the place is empty.
     *
     * @return who was here before it; {@link Occupants#isOver} if the room is a thing of the past; null if it is full
     */
    public @Nullable Occupants enter(Peer peer) {
        while (true) {
            Occupants before = occupants;
            if (before.isOver()) {
                return before;
            }
            if (before.size() >= options().maxPeers()) {
                return null;
            }
            if (ATTENDANCE.compareAndSet(this, before, before.with(peer))) {
                return before;
            }
        }
    }

    /**
     * Takes a peer out.
     *
     * @return who was here, the peer among them; null if it was not here
     */
    public @Nullable Occupants leave(Peer peer) {
        while (true) {
            Occupants before = occupants;
            Occupants after = before.without(peer);
            if (after == before) {
                return null;
            }
            if (ATTENDANCE.compareAndSet(this, before, after)) {
                return before;
            }
        }
    }

    /** Ends the room and the connection of everybody in it. */
    void end() {
        Occupants last = (Occupants) ATTENDANCE.getAndSet(this, Occupants.OVER);
        last.everybody().forEach(peer -> peer.close(CloseReason.ROOM_CLOSED));
    }

    /** Whether its time is over, or nobody came for too long; in the latter case nobody can come any more. */
    boolean expire(long nowNanos) {
        RoomOptions held = options();
        if (!held.timeToLive().isZero()
                && nowNanos - bornNanos >= held.timeToLive().toNanos()) {
            return true;
        }
        Occupants now = occupants;
        return !held.idleTimeout().isZero()
                && now.size() == 0
                && now.ageNanos(nowNanos) >= held.idleTimeout().toNanos()
                && endUnlessChanged(now);
    }

    /**
     * Ends the room, which was empty a moment ago.
     *
     * @return false if somebody came meanwhile; the room goes on then
     */
    boolean endUnlessChanged(Occupants seen) {
        return ATTENDANCE.compareAndSet(this, seen, Occupants.OVER);
    }

    private static VarHandle handle(String field, Class<?> type) {
        try {
            return MethodHandles.lookup().findVarHandle(HostedRoom.class, field, type);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
