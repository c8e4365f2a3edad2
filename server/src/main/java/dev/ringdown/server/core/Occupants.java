package dev.ringdown.server.core;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who is in a hosted room at one moment. Immutable, any thread. */
public final class Occupants {
    /** The tombstone of a room that is over: nobody is in it, and nobody may come. */
    static final Occupants OVER = new Occupants(null, Members.NONE);

    private final @Nullable Peer host;
    private final Members guests;
    private final long sinceNanos = System.nanoTime();

    private Occupants(@Nullable Peer host, Members guests) {
        this.host = host;
        this.guests = guests;
    }

    /** Nobody, from now on. */
    static Occupants none() {
        return new Occupants(null, Members.NONE);
    }

    /** Whom the others talk to; null while the place is empty. */
    public @Nullable Peer host() {
        return host;
    }

    /** All others, in the order in which they came. */
    public Members guests() {
        return guests;
    }

    /** How many they are, the host among them. */
    public int size() {
        return guests.size() + (host == null ? 0 : 1);
    }

    /** Whether the room is a thing of the past. */
    public boolean isOver() {
        return this == OVER;
    }

    /** Everybody, the host first. */
    public List<Peer> everybody() {
        List<Peer> everybody = new ArrayList<>(size());
        if (host != null) {
            everybody.add(host);
        }
        guests.forEach(everybody::add);
        return everybody;
    }

    /** How long it has been like this. */
    long ageNanos(long nowNanos) {
        return nowNanos - sinceNanos;
    }

    /** These and one more, who is the host if there was none. */
    Occupants with(Peer peer) {
        return host == null ? new Occupants(peer, guests) : new Occupants(host, guests.with(peer));
    }

    /** These but one; this same object if that one is not here. */
    Occupants without(Peer peer) {
        if (peer == host) {
            return new Occupants(null, guests);
        }
        Members fewer = guests.without(peer);
        return fewer == guests ? this : new Occupants(host, fewer);
    }
}
