package dev.ringdown.client.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Peers that share a room of the server, and the links between them. Confined to one event loop. */
final class LoadRoom {
    /** What happens in a room, told to the workload that plays in it. */
    interface Watcher {
        /** Every peer has joined and has been told the id of every other. */
        void ready(LoadRoom room);

        /** A peer was told the id of another; {@code listed} when as one who was there before it. */
        default void met(Link link, boolean listed) {}

        /** A message came for the first time. */
        void arrived(Link link);

        /** A peer takes bytes again. */
        default void writable(LoadPeer peer) {}

        /** The connection of a peer ended, or never came to be. */
        void gone(LoadPeer peer);
    }

    private final String name;
    private final Watcher watcher;
    private final int firstIndex;
    private final LoadPeer[] peers;
    /** The link from peer i to peer j is at {@code i * size + j}. */
    private final @Nullable Link[] links;

    private int unmet;

    LoadRoom(LoadLoop loop, int number, int size, Script script, Watcher watcher) {
        LoadPlan plan = loop.plan();
        this.name = plan.runName() + "-" + number;
        this.watcher = watcher;
        this.firstIndex = number * size;
        this.peers = new LoadPeer[size];
        this.links = new Link[size * size];
        this.unmet = size * (size - 1);
        for (int i = 0; i < size; i++) {
            peers[i] = new LoadPeer(loop, this, firstIndex + i);
        }
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
                if (i != j) {
                    links[i * size + j] = new Link(peers[i], peers[j], plan, script);
                }
            }
        }
    }

    String name() {
        return name;
    }

    Watcher watcher() {
        return watcher;
    }

    int size() {
        return peers.length;
    }

    LoadPeer peer(int i) {
        return peers[i];
    }

    Iterable<LoadPeer> peers() {
        return Arrays.asList(peers);
    }

    boolean isReady() {
        return unmet == 0;
    }

    /** Whether a peer of the room has gone. */
    boolean isBroken() {
        for (LoadPeer peer : peers) {
            if (peer.isGone()) {
                return true;
            }
        }
        return false;
    }

    /** The link between two peers by their indexes, or null when they aren't two peers of this room. */
    @Nullable
    Link link(int sender, int receiver) {
        int i = sender - firstIndex;
        int j = receiver - firstIndex;
        return i < 0 || i >= peers.length || j < 0 || j >= peers.length ? null : links[i * peers.length + j];
    }

    /** The link from a peer to the one {@code step} places after it, 1 up to the room's size - 1. */
    Link linkFrom(LoadPeer sender, int step) {
        int i = sender.index() - firstIndex;
        Link link = links[i * peers.length + (i + step) % peers.length];
        if (link == null) {
            throw new IllegalArgumentException("step: " + step + " (expected: 1 to " + (peers.length - 1) + ")");
        }
        return link;
    }

    /** The link in the other direction. */
    Link back(Link link) {
        LoadPeer receiver = link.sender();
        return linkTo(receiver, link.receiver());
    }

    Link linkTo(LoadPeer receiver, LoadPeer sender) {
        return linkFrom(sender, Math.floorMod(receiver.index() - sender.index(), peers.length));
    }

    /**
     * The server told {@code peer} the id of the peer named {@code username}.
     *
     * @return false when nobody of that name belongs here, or {@code peer} knew already
     */
    boolean met(LoadPeer peer, String username, String id, boolean listed) {
        for (LoadPeer other : peers) {
            if (other != peer && other.username().equals(username)) {
                Link out = linkTo(other, peer);
                if (out.toId().length > 0) {
                    return false;
                }
                byte[] bytes = id.getBytes(UTF_8);
                out.toId(bytes);
                linkTo(peer, other).fromId(bytes);
                unmet--;
                watcher.met(out, listed);
                if (unmet == 0) {
                    watcher.ready(this);
                }
                return true;
            }
        }
        return false;
    }

    /** The server told {@code peer} that it has a partner; {@code listed} when one who was there before it. */
    void paired(LoadPeer peer, boolean listed) {
        Link out = linkFrom(peer, 1);
        out.withoutIds();
        back(out).withoutIds();
        unmet--;
        watcher.met(out, listed);
        if (unmet == 0) {
            watcher.ready(this);
        }
    }

    /** Messages that were sent in this room and have not arrived. */
    long missing() {
        long missing = 0;
        for (Link link : links) {
            if (link != null) {
                missing += link.flight().missing();
            }
        }
        return missing;
    }
}
