package dev.ringdown.client.load;

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;

/** The ways to the network. */
enum Transport {
    EPOLL(EpollSocketChannel.class),
    NIO(NioSocketChannel.class);

    private final Class<? extends SocketChannel> channelType;

    Transport(Class<? extends SocketChannel> channelType) {
        this.channelType = channelType;
    }

    /** Native epoll where it can be loaded, otherwise NIO. */
    static Transport best() {
        return Epoll.isAvailable() ? EPOLL : NIO;
    }

    Class<? extends SocketChannel> channelType() {
        return channelType;
    }

    IoHandlerFactory handlers() {
        return this == EPOLL ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    }
}
