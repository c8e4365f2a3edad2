package dev.ringdown.server.core;

import java.util.Arrays;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * The peers of a room at one moment, in the order in which they joined. Immutable, any thread.
 *
 * <p>A peer is found by the bytes of its id, without a string: by comparing in a small room, by an open-addressed index
 * in a larger one.
 */
public final class Members implements Iterable<Peer> {
    /** Nobody. */
    public static final Members NONE = new Members(new Peer[0]);

    /** The tombstone of a room that emptied: it leaves the registry, and nobody may join it any more. */
    static final Members DISSOLVED = new Members(new Peer[0]);

    private static final int COMPARE_UP_TO = 8;

    private final Peer[] peers;
    private final @Nullable Peer @Nullable [] index;

    private Members(Peer[] peers) {
        this.peers = peers;
        this.index = peers.length > COMPARE_UP_TO ? index(peers) : null;
    }

    /** How many they are. */
    public int size() {
        return peers.length;
    }

    /** Whether there is nobody. */
    public boolean isEmpty() {
        return peers.length == 0;
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
        if (index == null) {
            for (Peer peer : peers) {
                if (peer.id().isAt(bytes, start, end)) {
                    return peer;
                }
            }
            return null;
        }
        for (int slot = PeerId.hashAt(bytes, start); ; slot++) {
            Peer peer = index[slot & (index.length - 1)];
            if (peer == null || peer.id().isAt(bytes, start, end)) {
                return peer;
            }
        }
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

    private static @Nullable Peer[] index(Peer[] peers) {
        @Nullable Peer[] index = new @Nullable Peer[Integer.highestOneBit(peers.length) << 2];
        for (Peer peer : peers) {
            int slot = PeerId.hashAt(peer.id().ascii(), 0);
            while (index[slot & (index.length - 1)] != null) {
                slot++;
            }
            index[slot & (index.length - 1)] = peer;
        }
        return index;
    }
}
