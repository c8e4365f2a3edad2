package dev.ringdown.server.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.AbstractChannel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelMetadata;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultChannelConfig;
import io.netty.channel.EventLoop;
import io.netty.channel.IoEvent;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollIoEvent;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.socket.DuplexChannel;
import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** What Netty's epoll channel does, over a {@link SimulatedSocket}. */
final class SimulatedChannel extends AbstractChannel implements DuplexChannel {
    private static final ChannelMetadata METADATA = new ChannelMetadata(false, 16);
    private static final int READ_BYTES = 1024;
    private static final int MOST_READS = 16;

    private final SimulatedSocket socket;
    private final SocketAddress remote;
    private final ChannelConfig config;
    private @Nullable IoRegistration registration;
    private boolean reading;
    private boolean blocked;
    private boolean outputEnded;

    SimulatedChannel(SimulatedSocket socket, SocketAddress remote, WriteBufferWaterMark waterMark) {
        super(null);
        this.socket = socket;
        this.remote = remote;
        this.config = new Config();
        config.setAllocator(UnpooledByteBufAllocator.DEFAULT).setWriteBufferWaterMark(waterMark);
    }

    /** The socket behind it, which can go on without it. */
    SimulatedSocket socket() {
        return socket;
    }

    private final class Config extends DefaultChannelConfig {
        Config() {
            super(SimulatedChannel.this);
        }

        @Override
        protected void autoReadCleared() {
            reading = false;
            if (isRegistered() && eventLoop().inEventLoop()) {
                submit();
            }
        }
    }

    private final class Unsafe extends AbstractUnsafe implements EpollIoHandle {
        @Override
        public FileDescriptor fd() {
            return socket.descriptor();
        }

        @Override
        public void handle(IoRegistration same, IoEvent event) {
            int ops = ((EpollIoEvent) event).ops().value();
            if ((ops & (SimulatedSocket.EPOLLOUT | SimulatedSocket.EPOLLERR)) != 0 && blocked) {
                super.flush0();
            }
            if ((ops & ~SimulatedSocket.EPOLLOUT) != 0 && isOpen()) {
                readAll();
            }
        }

        private void readAll() {
            boolean ended = false;
            IOException broken = null;
            for (int reads = 0; reads < MOST_READS && !ended && isOpen() && isRegistered(); reads++) {
                ByteBuf in = alloc().directBuffer(READ_BYTES, READ_BYTES);
                int count;
                try {
                    count = socket.read(in);
                } catch (IOException e) {
                    broken = e;
                    count = -1;
                }
                ended = count < 0;
                if (count <= 0) {
                    in.release();
                    break;
                }
                pipeline().fireChannelRead(in.setIndex(0, count));
                if (count < READ_BYTES || !config.isAutoRead()) {
                    break;
                }
            }
            pipeline().fireChannelReadComplete();
            if (broken != null) {
                pipeline().fireExceptionCaught(broken);
            }
            if (ended) {
                close(voidPromise());
            }
        }

        /** Not written to while the kernel takes nothing. */
        @Override
        protected void flush0() {
            if (!blocked) {
                super.flush0();
            }
        }

        @Override
        public void connect(SocketAddress to, SocketAddress from, ChannelPromise promise) {
            throw new UnsupportedOperationException("it is connected");
        }

        @Override
        public void close() {
            close(voidPromise());
        }
    }

    @Override
    protected AbstractUnsafe newUnsafe() {
        return new Unsafe();
    }

    @Override
    protected boolean isCompatible(EventLoop loop) {
        return loop instanceof IoEventLoop;
    }

    @Override
    protected void doRegister(ChannelPromise promise) {
        ((IoEventLoop) eventLoop()).register((Unsafe) unsafe()).addListener(done -> {
            registration = (IoRegistration) done.getNow();
            promise.setSuccess();
        });
    }

    @Override
    protected void doDeregister() {
        if (registration != null) {
            registration.cancel();
            registration = null;
        }
        reading = false;
    }

    @Override
    protected void doBeginRead() {
        reading = true;
        submit();
    }

    private void submit() {
        if (registration != null && isOpen()) {
            int ops = (reading ? SimulatedSocket.EPOLLIN : 0) | (blocked ? SimulatedSocket.EPOLLOUT : 0);
            // errors and the end of both halves are told of in any case
            registration.submit(EpollIoOps.valueOf(ops | SimulatedSocket.EPOLLERR));
        }
    }

    @Override
    protected void doWrite(ChannelOutboundBuffer out) throws IOException {
        while (out.current() instanceof ByteBuf bytes) {
            int taken = socket.write(bytes);
            boolean all = taken == bytes.readableBytes();
            out.removeBytes(taken);
            if (!all) {
                blocked = true;
                submit();
                return;
            }
        }
        if (blocked) {
            blocked = false;
            submit();
        }
    }

    @Override
    protected void doClose() {
        doDeregister();
        socket.close();
    }

    @Override
    protected void doShutdownOutput() throws IOException {
        outputEnded = true;
        socket.endOutput();
    }

    @Override
    protected void doDisconnect() {
        doClose();
    }

    @Override
    protected void doBind(SocketAddress local) {
        throw new UnsupportedOperationException("it is connected");
    }

    @Override
    protected @Nullable SocketAddress localAddress0() {
        return null;
    }

    @Override
    protected SocketAddress remoteAddress0() {
        return remote;
    }

    @Override
    public ChannelConfig config() {
        return config;
    }

    @Override
    public boolean isOpen() {
        return !socket.isClosed();
    }

    @Override
    public boolean isActive() {
        return isOpen();
    }

    @Override
    public ChannelMetadata metadata() {
        return METADATA;
    }

    @Override
    public boolean isOutputShutdown() {
        return outputEnded || !isOpen();
    }

    @Override
    public ChannelFuture shutdownOutput() {
        return shutdownOutput(newPromise());
    }

    @Override
    public ChannelFuture shutdownOutput(ChannelPromise promise) {
        ((AbstractUnsafe) unsafe()).shutdownOutput(promise);
        return promise;
    }

    @Override
    public boolean isInputShutdown() {
        return !isOpen();
    }

    @Override
    public ChannelFuture shutdownInput() {
        throw new UnsupportedOperationException("nobody needs it");
    }

    @Override
    public ChannelFuture shutdownInput(ChannelPromise promise) {
        throw new UnsupportedOperationException("nobody needs it");
    }

    @Override
    public boolean isShutdown() {
        return !isOpen();
    }

    @Override
    public ChannelFuture shutdown() {
        throw new UnsupportedOperationException("nobody needs it");
    }

    @Override
    public ChannelFuture shutdown(ChannelPromise promise) {
        throw new UnsupportedOperationException("nobody needs it");
    }
}
