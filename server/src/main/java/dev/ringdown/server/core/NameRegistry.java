package dev.ringdown.server.core;

/**
 * Who is online under which name, in one dialect. A name belongs to one peer at a time, to the letter.
 *
 * <p>Any event loop may call any method; none blocks.
 */
public final class NameRegistry {
    private final KeyedMap<Peer> byName = new KeyedMap<>();

    /**
     * Takes the peer's name for it.
     *
     * @return false if the name is another's
     */
    public boolean claim(Peer peer) {
        return byName.putIfAbsent(peer.name(), peer) == null;
    }

    /** Frees the peer's name, if it is this peer's. */
    public void release(Peer peer) {
        byName.remove(peer.name(), peer);
    }

    /** How many peers are online. */
    public int size() {
        return byName.size();
    }
}
