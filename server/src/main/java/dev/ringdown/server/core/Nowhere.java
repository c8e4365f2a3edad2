package dev.ringdown.server.core;

import dev.ringdown.protocol.CloseReason;
import dev.ringdown.protocol.Splice;
import org.jspecify.annotations.Nullable;

/** The link of a peer that is gone for good: drops everything. */
enum Nowhere implements PeerLink {
    LINK;

    @Override
    public void send(byte[] bytes, int offset, int length) {}

    @Override
    public void send(SharedMessage message) {}

    @Override
    public void send(byte[] bytes, int offset, int length, PeerLink cause) {}

    @Override
    public void send(SharedMessage message, PeerLink cause) {}

    /** Taken, and dropped: the news that the peer is gone is on its way to the sender. */
    @Override
    public boolean relay(Splice splice, PeerLink from, @Nullable Peer to, @Nullable Room within) {
        return true;
    }

    @Override
    public void close(CloseReason reason) {}
}
