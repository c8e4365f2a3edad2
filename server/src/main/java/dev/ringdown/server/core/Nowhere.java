package dev.ringdown.server.core;

import dev.ringdown.protocol.CloseReason;
import dev.ringdown.protocol.ProtocolError;
import dev.ringdown.protocol.Splice;
import java.time.Duration;

/** The link of a peer that is gone for good: drops everything. */
enum Nowhere implements PeerLink {
    LINK;

    @Override
    public void send(byte[] bytes, int offset, int length) {}

    @Override
    public void sendBinary(byte[] bytes, int offset, int length) {}

    @Override
    public void send(SharedMessage message) {}

    @Override
    public void relay(Splice splice) {}

    @Override
    public void close(CloseReason reason) {}

    @Override
    public void expect(Duration within, CloseReason otherwise) {}

    @Override
    public void settle() {}

    @Override
    public void execute(Runnable task) {}

    @Override
    public void overlook(ProtocolError error) {}
}
