package dev.ringdown.server.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelConfig;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.util.UncheckedBooleanSupplier;

/**
 * What one connection's input is read into: before the upgrade a buffer of its own, which HTTP's decoder may keep; then its
 * loop's, which {@link FrameHandler} and {@link LinesHandler} are done with before they return. Only for sockets that are
 * read at the moment they are ready, see {@link SocketIo#readsWhenReady}. Confined to the connection's event loop.
 */
@SuppressWarnings("deprecation") // Netty's epoll and NIO ask for the old interface, and know no other
final class Input implements RecvByteBufAllocator, RecvByteBufAllocator.ExtendedHandle {
    private static final int HTTP_BYTES = 2048;

    /** Reads for one connection before others have their turn, as Netty's own. */
    private static final int MOST_READS = 16;

    private final Connection connection;
    private final ChannelConfig config;
    private int reads;
    private int attempted;
    private int last;

    Input(Connection connection, ChannelConfig config) {
        this.connection = connection;
        this.config = config;
    }

    @Override
    public Handle newHandle() {
        return this;
    }

    @Override
    public ByteBuf allocate(ByteBufAllocator alloc) {
        return connection.isUpgraded()
                ? connection.loop().buffers().input()
                : alloc.directBuffer(HTTP_BYTES, HTTP_BYTES);
    }

    @Override
    public int guess() {
        return connection.isUpgraded() ? Buffers.INPUT_BYTES : HTTP_BYTES;
    }

    @Override
    public void reset(ChannelConfig same) {
        reads = 0;
    }

    @Override
    public void incMessagesRead(int count) {
        reads += count;
    }

    @Override
    public void lastBytesRead(int bytes) {
        last = bytes;
    }

    @Override
    public int lastBytesRead() {
        return last;
    }

    @Override
    public void attemptedBytesRead(int bytes) {
        attempted = bytes;
    }

    @Override
    public int attemptedBytesRead() {
        return attempted;
    }

    /** A read that left room in the buffer has emptied the socket. */
    @Override
    public boolean continueReading() {
        return last == attempted && mayContinue();
    }

    @Override
    public boolean continueReading(UncheckedBooleanSupplier maybeMore) {
        return mayContinue() && maybeMore.get();
    }

    private boolean mayContinue() {
        return last > 0 && reads < MOST_READS && config.isAutoRead();
    }

    @Override
    public void readComplete() {}
}
