package dev.ringdown.server.core;

import dev.ringdown.protocol.CloseReason;
import dev.ringdown.protocol.Introduction;
import dev.ringdown.protocol.Splice;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who takes part: an id, a name, and how it is introduced to others. A peer is not its socket: it reaches that
 * through a {@link PeerLink}, and outlives it where its dialect lets a client come back: then one link takes the place of
 * another.
 *
 * <p>Any event loop may call any method.
 */
public final class Peer {
    private static final VarHandle LINK = linkHandle();

    private final PeerId id;
    private final String name;
    private final Introduction introduction;
    /** Replaced by {@link #LINK} alone. */
    private volatile PeerLink link;

    /**
     * @param id nobody else's
     * @param name as the client gave it
     * @param introduction what other peers are told about this one, in the dialect's own shape
     * @param link the way to its client
     */
    public Peer(PeerId id, String name, Introduction introduction, PeerLink link) {
        this.id = id;
        this.name = name;
        this.introduction = introduction;
        this.link = link;
    }

    /** This peer's id. */
    public PeerId id() {
        return id;
    }

    /** This peer's name. */
    public String name() {
        return name;
    }

    /** What other peers are told about this one, in the dialect's own shape. */
    public Introduction introduction() {
        return introduction;
    }

    /** The way to this peer's client at this moment. */
    public PeerLink link() {
        return link;
    }

    /**
     * Puts one link in the place of another: compare-and-set, so that of two who want to, one can.
     *
     * @return false if {@code from} is not this peer's link any more
     */
    public boolean relink(PeerLink from, PeerLink to) {
        return LINK.compareAndSet(this, from, to);
    }

    /** Takes the link away, for good: whatever is sent from now on is dropped. As {@link #relink}. */
    public boolean unlink(PeerLink from) {
        return relink(from, Nowhere.LINK);
    }

    /** Whether the link was taken away. */
    boolean isUnlinked() {
        return link == Nowhere.LINK;
    }

    /** Sends this peer's client a message; see {@link PeerLink#send(byte[])}. */
    public void send(byte[] message) {
        link.send(message);
    }

    /** Sends this peer's client a message that another one caused; see {@link PeerLink#send(byte[], PeerLink)}. */
    public void send(byte[] message, PeerLink cause) {
        link.send(message, cause);
    }

    /** Sends this peer's client news of a room that it is in; see {@link PeerLink#send(byte[], PeerLink, Peer, Room)}. */
    public void send(byte[] news, PeerLink cause, Room within) {
        link.send(news, cause, this, within);
    }

    /** Sends this peer's client a message that others get too; see {@link PeerLink#send(SharedMessage, PeerLink)}. */
    public void send(SharedMessage message, PeerLink cause) {
        link.send(message, cause);
    }

    /** Ends the connection of this peer's client; see {@link PeerLink#close}. */
    public void close(CloseReason reason) {
        link.close(reason);
    }

    /**
     * Relays a message to this peer's client; see {@link PeerLink#relay}.
     *
     * @param within the room that sender and recipient are in; null if membership never ends before the link does
     */
    public boolean relay(Splice splice, PeerLink from, @Nullable Room within) {
        return link.relay(splice, from, this, within);
    }

    @Override
    public String toString() {
        return id + " (" + name + ")";
    }

    private static VarHandle linkHandle() {
        try {
            return MethodHandles.lookup().findVarHandle(Peer.class, "link", PeerLink.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
