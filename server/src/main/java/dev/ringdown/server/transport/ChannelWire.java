package dev.ringdown.server.transport;

import dev.ringdown.protocol.CloseReason;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Netty channel, of any kind: the wire of every connection at first, and the last handler of its pipeline once there are
 * messages to read. On epoll the socket {@link #detach leaves the channel} when the handshake is answered.
 */
final class ChannelWire extends ChannelInboundHandlerAdapter implements Wire {
    private static final Logger LOG = LoggerFactory.getLogger(ChannelWire.class);

    private final Channel channel;
    private final Connection connection;
    /** What was handed to the channel, ever, as the channel counts it: with something for each buffer. */
    private long written;
    /** Whether the client has ended its half of the connection, where that leaves ours open. */
    private boolean inputEnded;

    /** The channel's end is the connection's, unless its socket left it before. */
    ChannelWire(Channel channel, Connection connection) {
        this.channel = channel;
        this.connection = connection;
        channel.closeFuture().addListener(closed -> connection.loop().end(connection));
    }

    /** From now on what the channel brings is for the reader of messages: takes the last place in its pipeline. */
    void takeOver() {
        channel.pipeline().addLast(Pipelines.MESSAGES, this);
    }

    /**
     * Takes the socket out of its channel, if this kind of channel lets it go and nothing that was written before is unsent.
     * The channel leaves the event loop, which takes until the loop's next task; then the connection is {@link
     * Connection#detached told}. A channel that is closed meanwhile tells nobody else.
     *
     * @return false if the connection has to go on with the channel
     */
    boolean detach() {
        StreamSocket socket = connection.loop().socketOf(channel);
        if (socket == null || unsentBytes() > 0) {
            return false;
        }
        channel.deregister().addListener(left -> detached(left, socket));
        return true;
    }

    private void detached(Future<?> left, StreamSocket socket) {
        // the connection may migrate as soon as it is open: whatever is done here for a loop is done for this one
        Loop loop = connection.loop();
        if (!left.isSuccess()) {
            LOG.warn("A channel does not leave its event loop, the connection ends", left.cause());
            channel.close();
        } else if (!channel.isOpen()) {
            connection.ended();
        } else {
            connection.detached(new EpollWire(socket, connection));
        }
        loop.flush();
    }

    @Override
    public void start() {
        channel.config().setRecvByteBufAllocator(new AdaptiveRecvByteBufAllocator());
        ConnectionLimits limits = connection.limits();
        channel.config()
                .setWriteBufferWaterMark(new WriteBufferWaterMark(limits.lowWaterMark(), limits.highWaterMark()));
        channel.config().setAutoRead(true);
    }

    @Override
    public boolean isMovable() {
        return false;
    }

    @Override
    public boolean leaveLoop() {
        return false;
    }

    // ---- output

    @Override
    public ByteBuf buffer(int expectedBytes) {
        return channel.alloc().directBuffer(expectedBytes);
    }

    @Override
    public void write(ByteBuf out) {
        connection.assertOwned();
        long before = unsentBytes();
        channel.write(out, channel.voidPromise());
        written += unsentBytes() - before;
    }

    @Override
    public void flush(ByteBuf out) {
        write(out);
        channel.flush();
    }

    @Override
    public long unsentBytes() {
        ChannelOutboundBuffer unsent = unsent();
        return unsent == null ? 0 : unsent.totalPendingWriteBytes();
    }

    @Override
    public long progress() {
        ChannelOutboundBuffer unsent = unsent();
        // the channel counts what it has sent of the first buffer apart
        return unsent == null ? written : written - unsent.totalPendingWriteBytes() + unsent.currentProgress();
    }

    /** Null if the socket just vanished, though nobody was told yet. */
    private @Nullable ChannelOutboundBuffer unsent() {
        return channel.unsafe().outboundBuffer();
    }

    @Override
    public void read(boolean wanted) {
        connection.assertOwned();
        channel.config().setAutoRead(wanted);
    }

    @Override
    public void endOutput() {
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> {
            if (inputEnded) {
                channel.close();
            } else {
                ((DuplexChannel) channel).shutdownOutput();
            }
        });
    }

    @Override
    public void close() {
        connection.assertOwned();
        channel.close();
    }

    // ---- input

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf in = (ByteBuf) message;
        try {
            connection.received(in);
        } finally {
            in.release();
        }
        // before the next read: whoever is behind holds no more than one read has caused
        connection.loop().flush();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event == ChannelInputShutdownEvent.INSTANCE) {
            inputEnded = true;
            if (((DuplexChannel) channel).isOutputShutdown()) {
                channel.close();
            } else {
                connection.endOfInput(CloseReason.NORMAL);
                connection.loop().flush();
            }
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (channel.isWritable()) {
            connection.flow().drained();
            connection.loop().flush();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (!(cause instanceof IOException)) {
            connection.loop().report(cause, "A fault ended a connection");
        }
        context.close();
    }
}
