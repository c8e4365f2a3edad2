package dev.ringdown.server.transport;

import io.netty.channel.IoEvent;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.epoll.Native;
import io.netty.channel.unix.FileDescriptor;
import java.util.concurrent.CountDownLatch;

/** What ends or hangs an event loop, done on purpose. */
public final class LoopFaults {
    private LoopFaults() {}

    /** Lets an Error come out of a loop's own work, where nothing can catch it. */
    public static void endOne(Listeners listeners) {
        IoEventLoop loop = (IoEventLoop) listeners.eventLoops().next();
        FileDescriptor alwaysWritable = Native.newEventFd();
        loop.register(new EpollIoHandle() {
                    @Override
                    public FileDescriptor fd() {
                        return alwaysWritable;
                    }

                    @Override
                    public void handle(IoRegistration registration, IoEvent event) {
                        throw new NoClassDefFoundError("on purpose");
                    }

                    @Override
                    public void close() {
                        // dies with the process
                    }
                })
                .addListener(registered -> ((IoRegistration) registered.getNow()).submit(EpollIoOps.EPOLLOUT));
    }

    /** Keeps a loop busy for ever. */
    public static void hangOne(Listeners listeners) {
        CountDownLatch never = new CountDownLatch(1);
        listeners.eventLoops().next().execute(() -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }
}
