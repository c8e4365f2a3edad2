package dev.ringdown.benchmarks;

import dev.ringdown.protocol.CloseReason;
import dev.ringdown.protocol.ProtocolError;
import dev.ringdown.protocol.Splice;
import dev.ringdown.server.core.PeerLink;
import dev.ringdown.server.core.SharedMessage;
import java.time.Duration;

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
    public void sendBinary(byte[] message, int offset, int length) {
        bytes += length;
    }

    @Override
    public void send(SharedMessage message) {
        bytes += message.length();
    }

    @Override
    public void relay(Splice splice) {
        bytes += splice.length();
    }

    @Override
    public void close(CloseReason reason) {}

    @Override
    public void expect(Duration within, CloseReason otherwise) {}

    @Override
    public void settle() {}

    @Override
    public void execute(Runnable task) {
        task.run();
    }

    @Override
    public void overlook(ProtocolError error) {}
}
