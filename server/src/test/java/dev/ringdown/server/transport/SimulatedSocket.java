package dev.ringdown.server.transport;

import dev.ringdown.server.simulation.Actor;
import dev.ringdown.server.simulation.ByteQueue;
import dev.ringdown.server.simulation.Findings;
import io.netty.buffer.ByteBuf;
import io.netty.channel.unix.Buffer;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.IovArray;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A TCP connection in memory. The server has one end, as a {@link StreamSocket} that belongs to the event loop whose epoll
 * watches it; the simulator has the other one, and everything between: how much arrives when, and how much the server's
 * kernel takes.
 */
final class SimulatedSocket implements StreamSocket {
    static final int EPOLLIN = 1;
    static final int EPOLLOUT = 4;
    static final int EPOLLERR = 8;
    static final int EPOLLHUP = 16;
    static final int EPOLLRDHUP = 0x2000;

    private static final int DEFAULT_CAPACITY = 64 * 1024;

    /** The descriptor; nothing of it is the machine's. */
    private final class Descriptor extends FileDescriptor {
        Descriptor(int number) {
            super(number);
        }

        @Override
        public boolean isOpen() {
            return !closed;
        }

        @Override
        public void close() {
            throw new UnsupportedOperationException("the socket is closed, not its descriptor");
        }
    }

    private final SimulatedDescriptors descriptors;
    private final Descriptor descriptor;
    private final String name;
    /** Where it is watched; null while it is not. */
    private @Nullable SimulatedEpoll watchedBy;

    private final ByteQueue inFlight = new ByteQueue();
    private final ByteQueue readable = new ByteQueue();
    private boolean finSent;
    private boolean finArrived;
    private boolean reset;

    private final ByteQueue unread = new ByteQueue();
    private int capacity = DEFAULT_CAPACITY;
    private boolean outputEnded;
    private boolean closed;
    /** Whether what the client did not read yet is lost to it. */
    private boolean resetByServer;

    SimulatedSocket(SimulatedDescriptors descriptors, String name) {
        this.descriptors = descriptors;
        this.descriptor = new Descriptor(descriptors.open(this));
        this.name = name;
    }

    // ---- the server's end

    @Override
    public FileDescriptor descriptor() {
        return descriptor;
    }

    private void used(String how) {
        Actor actor = Actor.running();
        SimulatedEpoll owner = watchedBy;
        if (owner != null && actor != owner.actor()) {
            Findings.report(how + " the socket of " + name + ", which is watched by " + owner.actor());
        }
        if (closed) {
            Findings.report(how + " the socket of " + name + ", which is closed");
        }
    }

    @Override
    public int read(ByteBuf into) throws IOException {
        used("reads");
        if (reset) {
            throw new IOException("Connection reset by peer");
        }
        if (readable.isEmpty()) {
            return finArrived ? -1 : 0;
        }
        byte[] taken = readable.take(into.capacity());
        into.setBytes(0, taken);
        return taken.length;
    }

    @Override
    public int write(ByteBuf from) throws IOException {
        byte[] bytes = new byte[from.readableBytes()];
        from.getBytes(from.readerIndex(), bytes);
        return write(bytes);
    }

    @Override
    public long write(IovArray from) throws IOException {
        long written = 0;
        for (int i = 0; i < from.count(); i++) {
            long entry = from.memoryAddress(0) + (long) i * IovArray.IOV_SIZE;
            ByteBuffer vector = Buffer.wrapMemoryAddressWithNativeOrder(entry, IovArray.IOV_SIZE);
            byte[] bytes = new byte[Math.toIntExact(vector.getLong(8))];
            Buffer.wrapMemoryAddressWithNativeOrder(vector.getLong(0), bytes.length)
                    .get(bytes);
            int taken = write(bytes);
            written += taken;
            if (taken < bytes.length) {
                break;
            }
        }
        return written;
    }

    private int write(byte[] bytes) throws IOException {
        used("writes to");
        Actor.point();
        if (reset || outputEnded) {
            throw new IOException("Broken pipe");
        }
        int taken = Math.min(bytes.length, Math.max(0, capacity - unread.size()));
        unread.add(bytes, 0, taken);
        return taken;
    }

    @Override
    public void endOutput() throws IOException {
        used("ends the output of");
        if (reset) {
            throw new IOException("Transport endpoint is not connected");
        }
        outputEnded = true;
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        used("closes");
        closed = true;
        if (!reset && (!readable.isEmpty() || !inFlight.isEmpty())) {
            // as TCP does: what was not read is answered with a reset, which overtakes what was written
            resetByServer = true;
            unread.clear();
        }
        if (watchedBy != null) {
            watchedBy.forget(this);
        }
        descriptors.close(descriptor.intValue());
    }

    // ---- what epoll sees

    int readiness() {
        int ready = 0;
        if (reset) {
            return EPOLLIN | EPOLLOUT | EPOLLERR | EPOLLHUP | EPOLLRDHUP;
        }
        if (!readable.isEmpty() || finArrived) {
            ready |= EPOLLIN;
        }
        if (unread.size() < capacity) {
            ready |= EPOLLOUT;
        }
        if (finArrived) {
            ready |= EPOLLRDHUP | (outputEnded ? EPOLLHUP : 0);
        }
        return ready;
    }

    void watchedBy(@Nullable SimulatedEpoll epoll) {
        watchedBy = epoll;
    }

    boolean isClosed() {
        return closed;
    }

    // ---- the client's end, and the net

    /** The client sends. */
    void send(byte[] bytes) {
        if (!finSent && !reset && !closed) {
            inFlight.add(bytes);
        }
    }

    /** Some of what the client sent arrives. */
    void deliver(int most) {
        if (closed) {
            inFlight.clear();
            return;
        }
        readable.add(inFlight.take(most));
        finArrived |= finSent && inFlight.isEmpty();
    }

    /** The client ends its half. */
    void endInput() {
        finSent = true;
    }

    /** The client resets the connection; nothing that has not been read can be. */
    void reset() {
        if (!closed) {
            reset = true;
        }
        inFlight.clear();
        readable.clear();
        unread.clear();
    }

    /** The client reads. */
    byte[] receive(int most) {
        return unread.take(most);
    }

    /** How many bytes the server's kernel keeps for a client that does not read. */
    void capacity(int bytes) {
        capacity = bytes;
    }

    boolean hasInFlight() {
        return !inFlight.isEmpty() || (finSent && !finArrived && !closed);
    }

    boolean hasUnread() {
        return !unread.isEmpty();
    }

    boolean isReset() {
        return reset;
    }

    boolean isResetByServer() {
        return resetByServer;
    }

    /** Whether the client has read everything and there will be no more. */
    boolean isAtEnd() {
        return unread.isEmpty() && (outputEnded || closed);
    }

    @Override
    public String toString() {
        return name;
    }
}
