package dev.ringdown.server.core;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * A room: its id, and who is in it. Membership is one immutable {@link Members} replaced by compare-and-set, so that of
 * two peers that join at once exactly one finds the other already there, and the other one is found by it; always.
 *
 * <p>Any event loop may call any method; none blocks.
 */
public final class Room {
    private static final VarHandle MEMBERS = membersHandle();

    private final String id;
    /** Replaced by {@link #MEMBERS} alone. */
    private volatile Members members = Members.NONE;

    Room(String id) {
        this.id = id;
    }

    /** The id by which clients name this room. */
    public String id() {
        return id;
    }

    /** Who is here now. */
    public Members members() {
        return members;
    }

    /**
     * Adds a peer that is in no room.
     *
     * @param maxMembers how many peers the room takes
     * @return who was here before it; {@link Members#DISSOLVED} if the room is a thing of the past; null if it is full
     */
    @Nullable
    Members add(Peer peer, int maxMembers) {
        while (true) {
            Members before = members;
            if (before == Members.DISSOLVED) {
                return before;
            }
            if (before.size() >= maxMembers) {
                return null;
            }
            if (MEMBERS.compareAndSet(this, before, before.with(peer))) {
                return before;
            }
        }
    }

    /**
     * Takes a peer out; the last one to go dissolves the room.
     *
     * @return who stays; {@link Members#DISSOLVED} if nobody does
     */
    Members remove(Peer peer) {
        while (true) {
            Members before = members;
            Members after = before.without(peer);
            if (after == before) {
                return before;
            }
            if (after.isEmpty()) {
                after = Members.DISSOLVED;
            }
            if (MEMBERS.compareAndSet(this, before, after)) {
                return after;
            }
        }
    }

    private static VarHandle membersHandle() {
        try {
            return MethodHandles.lookup().findVarHandle(Room.class, "members", Members.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
