package dev.ringdown.server.core;

import java.util.Arrays;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * The peers of a room at one moment, in the order in which they joined. Immutable, any thread.
 *
 * <p>A peer is found by the bytes of its id, without a string: by the ids' keys, which lie side by side so that a look at
 * them touches nothing of the peers; one after the other in a small room, by open addressing in a larger one.
 */
public final class Members implements Iterable<Peer> {
    /** Nobody. */
    public static final Members NONE = new Members(new Peer[0]);

    /** The tombstone of a room that emptied: it leaves the registry, and nobody may join it any more. */
    static final Members DISSOLVED = new Members(new Peer[0]);

    private static final int COMPARE_UP_TO = 8;

    /** In the order in which they joined. */
    private final Peer[] peers;
    /** Of each place in {@link #places} the key of who is there; 0 for nobody. */
    private final long[] keys;
    /** Who is where: the peers themselves in a small room, a power of two of places otherwise. */
    private final @Nullable Peer[] places;

    private Members(Peer[] peers) {
        this.peers = peers;
        this.places = peers.length > COMPARE_UP_TO ? spread(peers) : peers;
        this.keys = new long[places.length];
        for (int place = 0; place < keys.length; place++) {
            Peer peer = places[place];
            keys[place] = peer == null ? 0 : peer.id().key();
        }
    }

    /** How many they are. */
    public int size() {
        return peers.length;
    }

    /** Whether there is nobody. */
    public boolean isEmpty() {
        return peers.length == 0;
    }

    /** The one who has been here longest; null if there is nobody. */
    public @Nullable Peer first() {
        return isEmpty() ? null : peers[0];
    }

    /** Whether this peer is one of them. */
    public boolean contains(Peer peer) {
        return find(peer.id().ascii(), 0, PeerId.LENGTH) == peer;
    }

    /**
     * The member whose id is spelled by a range of bytes.
     *
     * @param bytes any bytes
     * @param start index of the first one
     * @param end index behind the last one
     * @return null if nobody here has that id
     */
    public @Nullable Peer find(byte[] bytes, int start, int end) {
        if (end - start != PeerId.LENGTH) {
            return null;
        }
        long key = PeerId.keyAt(bytes, start);
        if (peers.length <= COMPARE_UP_TO) {
            for (int place = 0; place < keys.length; place++) {
                if (keys[place] == key && peers[place].id().isAt(bytes, start, end)) {
                    return peers[place];
                }
            }
            return null;
        }
        for (int place = (int) key; ; place++) {
            Peer peer = places[place & (places.length - 1)];
            if (peer == null) {
                return null;
            }
            if (keys[place & (keys.length - 1)] == key && peer.id().isAt(bytes, start, end)) {
                return peer;
            }
        }
    }

    /** Whether a peer is one of these. */
    public boolean has(Peer peer) {
        for (Peer member : peers) {
            if (member == peer) {
                return true;
            }
        }
        return false;
    }

    /** These and one more, who comes last. */
    Members with(Peer peer) {
        Peer[] more = Arrays.copyOf(peers, peers.length + 1);
        more[peers.length] = peer;
        return new Members(more);
    }

    /** These but one; this same object if that one is not here. */
    Members without(Peer peer) {
        int at = Arrays.asList(peers).indexOf(peer);
        if (at < 0) {
            return this;
        }
        Peer[] fewer = new Peer[peers.length - 1];
        System.arraycopy(peers, 0, fewer, 0, at);
        System.arraycopy(peers, at + 1, fewer, at, fewer.length - at);
        return new Members(fewer);
    }

    @Override
    public Iterator<Peer> iterator() {
        return Arrays.asList(peers).iterator();
    }

    private static @Nullable Peer[] spread(Peer[] peers) {
        @Nullable Peer[] places = new @Nullable Peer[Integer.highestOneBit(peers.length) << 2];
        for (Peer peer : peers) {
            int place = (int) peer.id().key();
            while (places[place & (places.length - 1)] != null) {
                place++;
            }
            places[place & (places.length - 1)] = peer;
        }
        return places;
    }
}
