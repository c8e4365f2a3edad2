package dev.ringdown.server.transport;

import dev.ringdown.server.config.ListenSettings.Transport;
import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.unix.Socket;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How bytes get in and out of the machine: the one place that knows the kinds of sockets there are. */
enum SocketIo {
    /** Linux epoll, through Netty's native library: the default. */
    EPOLL("epoll", EpollServerSocketChannel.class) {
        @Override
        @Nullable
        Throwable unavailable() {
            return Epoll.unavailabilityCause();
        }

        @Override
        IoHandlerFactory handlers() {
            return EpollIoHandler.newFactory();
        }
    },
    /** Linux io_uring, through Netty's native library. */
    IO_URING("io_uring", IoUringServerSocketChannel.class) {
        @Override
        @Nullable
        Throwable unavailable() {
            return IoUring.unavailabilityCause();
        }

        @Override
        IoHandlerFactory handlers() {
            return IoUringIoHandler.newFactory();
        }
    },
    /** Java's own selector, everywhere. */
    NIO("nio", NioServerSocketChannel.class) {
        @Override
        @Nullable
        Throwable unavailable() {
            return null;
        }

        @Override
        IoHandlerFactory handlers() {
            return NioIoHandler.newFactory();
        }
    };

    private static final Logger LOG = LoggerFactory.getLogger(SocketIo.class);

    private final String label;
    private final Class<? extends ServerChannel> serverChannel;

    SocketIo(String label, Class<? extends ServerChannel> serverChannel) {
        this.label = label;
        this.serverChannel = serverChannel;
    }

    /** The socket of a channel, with which an {@link EpollWire} can do on its own; null where there is no such thing. */
    static @Nullable StreamSocket socketOf(Channel channel) {
        return Buffers.HAVE_ADDRESSES
                        && channel instanceof EpollSocketChannel epoll
                        && epoll.fd() instanceof Socket socket
                ? new EpollSocket(socket)
                : null;
    }

    /** Why this kind is not to be had on this machine; null if it is. */
    abstract @Nullable Throwable unavailable();

    abstract IoHandlerFactory handlers();

    /**
     * The kind that the configuration asks for; if the machine does not have it, the next best, and a warning that says
     * why.
     */
    static SocketIo choose(Transport wanted) {
        SocketIo choice = switch (wanted) {
            case AUTO, EPOLL -> EPOLL;
            case IO_URING -> IO_URING;
            case NIO -> NIO;
        };
        while (choice.unavailable() != null) {
            SocketIo next = choice == IO_URING ? EPOLL : NIO;
            LOG.warn("No {} on this machine ({}), using {}", choice.label, rootOf(choice.unavailable()), next.label);
            choice = next;
        }
        return choice;
    }

    String label() {
        return label;
    }

    /**
     * Starts event loops.
     *
     * @param name how their threads are called, with a number behind it
     */
    EventLoopGroup group(String name, int loops) {
        return new MultiThreadIoEventLoopGroup(loops, new DefaultThreadFactory(name), handlers());
    }

    Class<? extends ServerChannel> serverChannel() {
        return serverChannel;
    }

    private static String rootOf(@Nullable Throwable failure) {
        Throwable cause = failure;
        while (cause != null && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause == null ? null : cause.getMessage());
    }
}
