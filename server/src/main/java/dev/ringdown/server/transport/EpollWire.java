package dev.ringdown.server.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoEvent;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.IovArray;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The socket of an upgraded connection, straight on the epoll of its event loop. Nothing of a channel is left: no pipeline,
 * no promises, no buffer of its own. What comes in is read into the loop's one buffer; what goes out is handed to the kernel
 * at once, which nearly always takes all of it, and only the rest is kept.
 */
final class EpollWire implements Wire, EpollIoHandle {
    private static final Logger LOG = LoggerFactory.getLogger(EpollWire.class);

    /** Reads for one connection before others have their turn. */
    private static final int MOST_READS = 16;

    /** EPOLLERR and EPOLLHUP, which come unasked. */
    private static final int LOSS = 0x08 | 0x10;

    private final StreamSocket socket;
    private final Connection connection;

    /** Null while no event loop watches the socket: before {@link #start}, and on the way to another loop. */
    private @Nullable IoRegistration registration;

    private EpollIoOps awaited = EpollIoOps.NONE;

    /** What the kernel did not take yet, in order; null until that happens, which is hardly ever. */
    private @Nullable Queue<ByteBuf> unsent;

    private long unsentBytes;
    private long progress;

    /** Whether the kernel takes nothing now, and epoll will tell when it does. */
    private boolean blocked;

    private boolean reading = true;
    /** Whether our half of TCP ends as soon as all is sent. */
    private boolean ending;

    private boolean closed;

    EpollWire(StreamSocket socket, Connection connection) {
        this.socket = socket;
        this.connection = connection;
    }

    @Override
    public boolean isMovable() {
        return true;
    }

    @Override
    public boolean leaveLoop() {
        connection.assertOwned();
        if (unsentBytes > 0 || closed) {
            return false;
        }
        if (registration != null) {
            registration.cancel();
            registration = null;
            awaited = EpollIoOps.NONE;
        }
        return true;
    }

    @Override
    public void start() {
        connection.assertOwned();
        if (closed || registration != null) {
            return;
        }
        connection.loop().register(this).addListener(registered -> {
            registration = (IoRegistration) registered.getNow();
            if (registration == null) {
                LOG.warn("epoll does not take a socket, its connection ends", registered.cause());
                close();
            } else {
                submit();
            }
        });
    }

    /**
     * Tells epoll what is waited for: only errors while reading is paused and nothing is unsent. It tells of those anyway, but a
     * socket that waits for nothing at all would be taken off the watch.
     */
    private void submit() {
        if (registration == null || closed) {
            return;
        }
        EpollIoOps wanted = reading ? EpollIoOps.EPOLLIN : EpollIoOps.EPOLLERR;
        if (blocked) {
            wanted = wanted.with(EpollIoOps.EPOLLOUT);
        }
        if (!wanted.equals(awaited)) {
            awaited = wanted;
            registration.submit(wanted);
        }
    }

    // ---- what epoll tells

    @Override
    public FileDescriptor fd() {
        return socket.descriptor();
    }

    @Override
    public void handle(IoRegistration same, IoEvent event) {
        Loop loop = connection.loop();
        try {
            connection.assertOwned();
            EpollIoOps ops = ((EpollIoEvent) event).ops();
            if (blocked && ops.contains(EpollIoOps.EPOLLOUT)) {
                writeUnsent();
            }
            // anything else is input, or the end of it, or an error that reading will meet
            if (!ops.equals(EpollIoOps.EPOLLOUT)) {
                readSocket((ops.value() & LOSS) != 0);
            }
        } catch (Throwable fault) { // the event loop is others' too
            loop.report(fault, "A fault ended a connection");
            close();
        }
        loop.flush();
    }

    private void readSocket(boolean broken) {
        Loop loop = connection.loop();
        for (int reads = 0; reads < MOST_READS && !closed; reads++) {
            ByteBuf in = loop.buffers().input();
            int count;
            try {
                count = socket.read(in);
            } catch (IOException lost) {
                count = -1;
            }
            if (count > 0) {
                connection.received(in.setIndex(0, count));
                // before the next read: whoever is behind holds no more than one read has caused
                loop.flush();
            } else if (count < 0 || (broken && !reading)) {
                // epoll tells of a loss even while reading is paused, and would go on telling
                close();
            }
            // a read that left room in the buffer has emptied the socket
            if (count < Buffers.INPUT_BYTES || !reading) {
                break;
            }
        }
    }

    @Override
    public void read(boolean wanted) {
        connection.assertOwned();
        reading = wanted;
        submit();
    }

    // ---- output

    @Override
    public ByteBuf buffer(int expectedBytes) {
        return connection.loop().buffers().takeOutput(expectedBytes);
    }

    @Override
    public void write(ByteBuf out) {
        connection.assertOwned();
        if (closed || !out.isReadable()) {
            out.release();
            return;
        }
        if (unsent == null) {
            unsent = new ArrayDeque<>(2);
        }
        unsent.add(out);
        unsentBytes += out.readableBytes();
    }

    @Override
    public void flush(ByteBuf out) {
        connection.assertOwned();
        if (unsentBytes == 0 && !closed && out.isReadable()) {
            int sent = send(out);
            if (sent == out.readableBytes()) {
                connection.loop().buffers().giveBack(out);
                return;
            }
            out.skipBytes(sent);
        }
        write(out);
        if (!blocked) {
            writeUnsent();
        }
    }

    private int send(ByteBuf out) {
        try {
            return socket.write(out);
        } catch (IOException lost) {
            close();
            return 0;
        }
    }

    private void writeUnsent() {
        while (unsentBytes > 0 && !closed) {
            long sent = sendUnsent();
            if (sent == 0) {
                break;
            }
            progress += sent;
            forget(sent);
        }
        if (closed) {
            return;
        }
        blocked = unsentBytes > 0;
        connection.flow().recount();
        if (unsentBytes <= connection.limits().lowWaterMark()) {
            connection.flow().drained();
        }
        submit();
        if (ending && !blocked) {
            shutDownOutput();
        }
    }

    /** Offers the kernel as much as one call can. */
    private long sendUnsent() {
        IovArray vectors = connection.loop().buffers().vectors();
        for (ByteBuf out : queue()) {
            if (!vectors.add(out, out.readerIndex(), out.readableBytes())) {
                break;
            }
        }
        try {
            return socket.write(vectors);
        } catch (IOException lost) {
            close();
            return 0;
        }
    }

    private void forget(long sent) {
        unsentBytes -= sent;
        long left = sent;
        while (left > 0) {
            ByteBuf first = queue().element();
            int bytes = (int) Math.min(left, first.readableBytes());
            first.skipBytes(bytes);
            left -= bytes;
            if (!first.isReadable()) {
                queue().remove().release();
            }
        }
    }

    private Queue<ByteBuf> queue() {
        return unsent == null ? new ArrayDeque<>(0) : unsent;
    }

    @Override
    public long unsentBytes() {
        return unsentBytes;
    }

    @Override
    public long progress() {
        return progress;
    }

    // ---- the end

    @Override
    public void endOutput() {
        connection.assertOwned();
        ending = true;
        if (unsentBytes == 0 && !closed) {
            shutDownOutput();
        }
    }

    private void shutDownOutput() {
        ending = false;
        try {
            socket.endOutput();
        } catch (IOException lost) {
            close();
        }
    }

    @Override
    public void close() {
        connection.assertOwned();
        if (closed) {
            return;
        }
        closed = true;
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("A socket could not be closed", e);
        }
        if (registration != null) {
            registration.cancel();
        }
        for (ByteBuf out : queue()) {
            out.release();
        }
        unsent = null;
        unsentBytes = 0;
        connection.loop().end(connection);
    }
}
