package dev.ringdown.server.transport;

import dev.ringdown.protocol.CloseReason;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Netty channel, of any kind: the wire of every connection at first, and the last handler of its pipeline once there are
 * messages to read. On epoll the socket goes on without it after the upgrade, see {@link #leave}.
 */
final class ChannelWire extends ChannelInboundHandlerAdapter implements Wire {
    private static final Logger LOG = LoggerFactory.getLogger(ChannelWire.class);

    private final Channel channel;
    private final Connection connection;
    /** Whether the socket is about to go on without the channel. */
    private boolean leaving;
    /** Whether the client has ended its half of the connection, where that leaves ours open. */
    private boolean inputEnded;

    ChannelWire(Channel channel, Connection connection) {
        this.channel = channel;
        this.connection = connection;
    }

    /** From now on what the channel brings is messages: takes the last place in its pipeline. */
    @Override
    public void start() {
        channel.pipeline().addLast(Pipelines.MESSAGES, this);
    }

    /** The channel itself cannot, but its socket soon can. */
    @Override
    public boolean isMovable() {
        return leaving;
    }

    @Override
    public boolean leave() {
        return false;
    }

    /**
     * Lets the socket go on without the channel, as an {@link EpollWire}, where it can and has nothing left to send. The
     * event loop does so as soon as it is done with what it does now.
     */
    void release() {
        Socket socket = SocketIo.socketOf(channel);
        if (socket != null && Buffers.HAVE_ADDRESSES) {
            leaving = true;
            channel.deregister().addListener(done -> released(socket));
        }
    }

    private void released(Socket socket) {
        leaving = false;
        if (!channel.isOpen()) {
            // closed just before: a pipeline that is closed and deregistered is empty, and tells nobody
            connection.ended();
        } else if (connection.isOpen() && unsentBytes() == 0) {
            connection.goOn(new EpollWire(socket, connection));
        } else {
            channel.eventLoop().register(channel);
            connection.stay();
        }
        connection.loop().flush();
    }

    // ---- output

    @Override
    public ByteBuf buffer(int expectedBytes) {
        return channel.alloc().directBuffer(expectedBytes);
    }

    @Override
    public void write(ByteBuf out) {
        channel.write(out, channel.voidPromise());
    }

    @Override
    public void flush(ByteBuf out) {
        channel.writeAndFlush(out, channel.voidPromise());
    }

    @Override
    public long unsentBytes() {
        // a socket that just vanished has no such buffer any more, though nobody was told yet
        ChannelOutboundBuffer unsent = channel.unsafe().outboundBuffer();
        return unsent == null ? 0 : unsent.totalPendingWriteBytes();
    }

    @Override
    public boolean isBehind() {
        return !channel.isWritable() && channel.isOpen();
    }

    @Override
    public void read(boolean wanted) {
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
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
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
            connection.caughtUp();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        connection.ended();
        connection.loop().flush();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (!(cause instanceof IOException)) {
            LOG.error("A fault ended a connection", cause);
        }
        context.close();
    }
}
