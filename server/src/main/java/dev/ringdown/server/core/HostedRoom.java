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
 * when the host's place is empty takes it. Attendance is one immutable {@link Attendance} replaced by compare-and-set, so
 * that of two who come at once exactly one is the host, and the other one is found by it or finds it.
 *
 * <p>Any event loop may call any method; none blocks.
 */
public final class HostedRoom {
    private static final VarHandle ATTENDANCE = handle("attendance", Attendance.class);
    private static final VarHandle TERMS = handle("terms", RoomTerms.class);

    private final String id;
    private final Instant createdAt;
    private final long bornNanos;
    private final @Nullable InetAddress maker;
    /** Replaced by {@link #TERMS} alone. */
    private volatile RoomTerms terms;
    /** Replaced by {@link #ATTENDANCE} alone. */
    private volatile Attendance attendance = Attendance.none();
    /** How many of those who are in it have lost their connection and may come back. */
    private final AtomicInteger absent = new AtomicInteger();

    /**
     * @param createdAt by the wall clock
     * @param age how old it is by now; not taken from the wall clock, which may jump
     * @param maker the address of whoever made it; null if it was made by the server, or by one that ran before
     */
    HostedRoom(String id, Instant createdAt, Duration age, RoomTerms terms, @Nullable InetAddress maker) {
        this.id = id;
        this.createdAt = createdAt;
        this.bornNanos = System.nanoTime() - age.toNanos();
        this.terms = terms;
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
    public RoomTerms terms() {
        return terms;
    }

    /** Holds it to other terms, computed from the present ones: more than once, if others change them at the same time. */
    void change(UnaryOperator<RoomTerms> change) {
        RoomTerms before;
        do {
            before = terms;
        } while (!TERMS.compareAndSet(this, before, change.apply(before)));
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
    public Attendance attendance() {
        return attendance;
    }

    /**
     * Lets a peer in, who is the host if the place is empty.
     *
     * @return who was here before it; {@link Attendance#isOver} if the room is a thing of the past; null if it is full
     */
    public @Nullable Attendance enter(Peer peer) {
        while (true) {
            Attendance before = attendance;
            if (before.isOver()) {
                return before;
            }
            if (before.size() >= terms().maxPeers()) {
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
    public @Nullable Attendance leave(Peer peer) {
        while (true) {
            Attendance before = attendance;
            Attendance after = before.without(peer);
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
        Attendance last = (Attendance) ATTENDANCE.getAndSet(this, Attendance.OVER);
        last.everybody().forEach(peer -> peer.close(CloseReason.ROOM_CLOSED));
    }

    /** Whether its time is over, or nobody came for too long; in the latter case nobody can come any more. */
    boolean expire(long nowNanos) {
        RoomTerms held = terms();
        if (!held.timeToLive().isZero()
                && nowNanos - bornNanos >= held.timeToLive().toNanos()) {
            return true;
        }
        Attendance now = attendance;
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
    boolean endUnlessChanged(Attendance seen) {
        return ATTENDANCE.compareAndSet(this, seen, Attendance.OVER);
    }

    private static VarHandle handle(String field, Class<?> type) {
        try {
            return MethodHandles.lookup().findVarHandle(HostedRoom.class, field, type);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
