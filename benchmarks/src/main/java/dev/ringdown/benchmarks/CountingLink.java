package dev.ringdown.benchmarks;

import dev.ringdown.protocol.CloseReason;
import dev.ringdown.protocol.Splice;
import dev.ringdown.server.core.Peer;
import dev.ringdown.server.core.PeerLink;
import dev.ringdown.server.core.Room;
import dev.ringdown.server.core.SharedMessage;
import org.jspecify.annotations.Nullable;

/** A link that leads nowhere and counts what it is given. One thread. */
class CountingLink implements PeerLink {
    long bytes;
    byte[] last = {};

    @Override
    public void send(byte[] message, int offset, int length) {
        last = message;
        bytes += length;
    }

    @Override
    public void send(SharedMessage message) {
        bytes += message.length();
    }

    @Override
    public void send(byte[] bytes, int offset, int length, PeerLink cause) {
        send(bytes, offset, length);
    }

    @Override
    public void send(SharedMessage message, PeerLink cause) {
        send(message);
    }

    @Override
    public boolean relay(Splice splice, PeerLink from, @Nullable Peer to, @Nullable Room within) {
        bytes += splice.length();
        return true;
    }

    @Override
    public void close(CloseReason reason) {}
}
