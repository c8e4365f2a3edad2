package dev.ringdown.server.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoEvent;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.IovArray;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.nio.channels.NotYetConnectedException;
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

    private final Socket socket;
    private final Connection connection;

    /** Null before {@link #start}. */
    private @Nullable IoRegistration registration;

    private EpollIoOps awaited = EpollIoOps.NONE;

    /** What the kernel did not take yet, in order; null until that happens, which is hardly ever. */
    private @Nullable Queue<ByteBuf> unsent;

    private long unsentBytes;

    /** Whether the kernel takes nothing now, and epoll will tell when it does. */
    private boolean blocked;

    private boolean reading = true;
    /** Whether our half of TCP ends as soon as all is sent. */
    private boolean ending;

    private boolean closed;

    EpollWire(Socket socket, Connection connection) {
        this.socket = socket;
        this.connection = connection;
    }

    @Override
    public boolean isMovable() {
        return true;
    }

    @Override
    public boolean leave() {
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
        if (closed || registration != null) {
            return;
        }
        connection.loop().register(this).addListener(registered -> {
            registration = (IoRegistration) registered.getNow();
            if (registration == null) {
                close();
            } else {
                submit();
            }
        });
    }

    /** Tells epoll what is waited for. Who is not read from has something unsent, so there always is something. */
    private void submit() {
        if (registration == null || closed) {
            return;
        }
        EpollIoOps wanted = reading ? EpollIoOps.EPOLLIN : EpollIoOps.NONE;
        if (blocked) {
            wanted = wanted.with(EpollIoOps.EPOLLOUT);
        }
        assert !wanted.equals(EpollIoOps.NONE) : "nothing is waited for";
        if (!wanted.equals(awaited)) {
            awaited = wanted;
            registration.submit(wanted);
        }
    }

    // ---- what epoll tells

    @Override
    public FileDescriptor fd() {
        return socket;
    }

    @Override
    public void handle(IoRegistration same, IoEvent event) {
        try {
            EpollIoOps ops = ((EpollIoEvent) event).ops();
            if (blocked && ops.contains(EpollIoOps.EPOLLOUT)) {
                writeUnsent();
            }
            // anything else is input, or the end of it, or an error that reading will meet
            if (!ops.equals(EpollIoOps.EPOLLOUT)) {
                read();
            }
        } catch (Throwable fault) { // the event loop is others' too
            LOG.error("A fault ended a connection", fault);
            close();
        }
    }

    private void read() {
        Loop loop = connection.loop();
        for (int reads = 0; reads < MOST_READS && !closed; reads++) {
            ByteBuf in = loop.buffers().input();
            int count;
            try {
                count = socket.recvAddress(in.memoryAddress(), 0, Buffers.INPUT_BYTES);
            } catch (IOException lost) {
                count = -1;
            }
            if (count > 0) {
                connection.received(in.setIndex(0, count));
            } else if (count < 0) {
                close();
            }
            // a read that left room in the buffer has emptied the socket
            if (count < Buffers.INPUT_BYTES || !reading) {
                break;
            }
        }
        loop.flush();
    }

    @Override
    public void read(boolean wanted) {
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
            return socket.sendAddress(out.memoryAddress(), out.readerIndex(), out.writerIndex());
        } catch (IOException | NotYetConnectedException lost) {
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
            forget(sent);
        }
        if (closed) {
            return;
        }
        blocked = unsentBytes > 0;
        if (unsentBytes <= connection.limits().lowWaterMark()) {
            connection.caughtUp();
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
            return socket.writevAddresses(vectors.memoryAddress(0), vectors.count());
        } catch (IOException | NotYetConnectedException lost) {
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
    public boolean isBehind() {
        return unsentBytes > connection.limits().highWaterMark();
    }

    // ---- the end

    @Override
    public void endOutput() {
        ending = true;
        if (unsentBytes == 0 && !closed) {
            shutDownOutput();
        }
    }

    private void shutDownOutput() {
        ending = false;
        try {
            socket.shutdown(false, true);
        } catch (IOException | NotYetConnectedException lost) {
            close();
        }
    }

    @Override
    public void close() {
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
        connection.loop().later(connection::ended);
    }
}
