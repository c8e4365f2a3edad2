package dev.ringdown.server.core;

import dev.ringdown.protocol.CloseReason;
import dev.ringdown.protocol.Splice;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * A link that behaves as a connection of another event loop does: what that loop sends itself goes out first, what other
 * threads send waits until it is done.
 */
final class MailboxLink implements PeerLink {
    private final Queue<Byte> own = new ConcurrentLinkedQueue<>();
    private final Queue<Byte> posted = new ConcurrentLinkedQueue<>();
    private volatile @Nullable Thread loop;

    /** Does something on the connection's own loop. */
    void onItsLoop(Runnable task) {
        loop = Thread.currentThread();
        task.run();
        loop = null;
    }

    /** The first byte of every message, in the order in which they go out. */
    List<Byte> inOrder() {
        List<Byte> all = new ArrayList<>(own);
        all.addAll(posted);
        return all;
    }

    @Override
    public void send(byte[] bytes, int offset, int length) {
        (Thread.currentThread().equals(loop) ? own : posted).add(bytes[offset]);
    }

    @Override
    public void send(SharedMessage message) {}

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
        return true;
    }

    @Override
    public void close(CloseReason reason) {}
}
