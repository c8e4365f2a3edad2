package dev.ringdown.server.transport;

import dev.ringdown.server.simulation.Actor;
import dev.ringdown.server.simulation.Findings;
import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoOps;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoEvent;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What Netty's epoll handler does, over {@link SimulatedSocket}s: level-triggered, events by descriptor and collected before
 * the first of them is handled. Whatever another thread than its loop's does to it is reported.
 */
final class SimulatedEpoll implements IoHandler {
    private record Event(EpollIoOps ops) implements EpollIoEvent {}

    private record Ready(int descriptor, int ops) {}

    private final Actor actor;
    private final SimulatedDescriptors descriptors;
    private boolean woken = true;
    private final Map<Integer, Registration> registrations = new LinkedHashMap<>();

    SimulatedEpoll(Actor actor, SimulatedDescriptors descriptors) {
        this.actor = actor;
        this.descriptors = descriptors;
    }

    /** The event loop that it belongs to. */
    Actor actor() {
        return actor;
    }

    @Override
    public int run(IoHandlerContext context) {
        woken = false;
        List<Ready> ready = new ArrayList<>(4);
        registrations.forEach((descriptor, registration) -> {
            int ops = registration.ready();
            if (ops != 0) {
                ready.add(new Ready(descriptor, ops));
            }
        });
        for (Ready event : ready) {
            Actor.point();
            Registration registration = registrations.get(event.descriptor);
            if (registration != null) {
                registration.handle.handle(registration, new Event(EpollIoOps.valueOf(event.ops)));
            }
        }
        return ready.size();
    }

    /** Whether a task was left, or time has passed, or there is something to tell. */
    boolean hasWork() {
        if (woken) {
            return true;
        }
        for (Registration registration : registrations.values()) {
            if (registration.ready() != 0) {
                return true;
            }
        }
        return false;
    }

    /** There may be a task that is due. */
    void wake() {
        woken = true;
    }

    @Override
    public IoRegistration register(IoHandle handle) {
        owned("registers at");
        EpollIoHandle epollHandle = (EpollIoHandle) handle;
        Registration registration = new Registration(epollHandle);
        Registration old = registrations.put(epollHandle.fd().intValue(), registration);
        Findings.check(old == null || old.cancelled, "registers a descriptor twice");
        return registration;
    }

    private void owned(String how) {
        if (Actor.running() != actor) {
            Findings.report(how + " the epoll of " + actor);
        }
    }

    /** A socket is closed: the kernel watches it no longer. */
    void forget(SimulatedSocket socket) {
        socket.watchedBy(null);
        Registration registration = registrations.get(socket.descriptor().intValue());
        if (registration != null) {
            registration.watched = 0;
        }
    }

    @Override
    public void wakeup() {
        woken = true;
        // a task was left by somebody else, who may be interrupted before it goes on
        Actor.point();
    }

    @Override
    public void prepareToDestroy() {
        for (Registration registration : List.copyOf(registrations.values())) {
            try {
                registration.handle.close();
            } catch (Exception e) {
                Findings.report("closing a handle failed: " + e);
            }
        }
    }

    @Override
    public void destroy() {
        woken = false;
    }

    @Override
    public boolean isCompatible(Class<? extends IoHandle> handleType) {
        return EpollIoHandle.class.isAssignableFrom(handleType);
    }

    int size() {
        return registrations.size();
    }

    private final class Registration implements IoRegistration {
        private final EpollIoHandle handle;
        /** What epoll was told to watch for; 0 before it is told. */
        private int watched;

        private boolean cancelled;

        Registration(EpollIoHandle handle) {
            this.handle = handle;
        }

        int ready() {
            SimulatedSocket socket = descriptors.of(handle.fd().intValue());
            if (watched == 0 || socket == null) {
                return 0;
            }
            return socket.readiness() & (watched | SimulatedSocket.EPOLLERR | SimulatedSocket.EPOLLHUP);
        }

        @Override
        @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // as the interface has it
        public <T> T attachment() {
            return (T) SimulatedEpoll.this;
        }

        @Override
        public long submit(IoOps ops) {
            owned("submits to");
            if (cancelled) {
                return -1;
            }
            SimulatedSocket socket = descriptors.of(handle.fd().intValue());
            if (socket == null || !handle.fd().isOpen()) {
                throw new UncheckedIOException(new IOException("epoll_ctl: Bad file descriptor"));
            }
            watched = ((EpollIoOps) ops).value();
            socket.watchedBy(watched == 0 ? null : SimulatedEpoll.this);
            return watched;
        }

        @Override
        public boolean isValid() {
            return !cancelled;
        }

        @Override
        public boolean cancel() {
            if (cancelled) {
                return false;
            }
            owned("cancels at");
            cancelled = true;
            int descriptor = handle.fd().intValue();
            if (registrations.get(descriptor) == this) {
                registrations.remove(descriptor);
                SimulatedSocket socket = descriptors.of(descriptor);
                if (handle.fd().isOpen() && socket != null) {
                    socket.watchedBy(null);
                }
            }
            handle.unregistered();
            return true;
        }
    }
}
