package dev.ringdown.server.support;

import io.netty.channel.uring.IoUring;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The ways in which a server may carry bytes, one of each kind that can go wrong on its own. With one event loop there is
 * nobody to gather, and on NIO and io_uring nobody can be: so there gathered and apart are the same.
 */
public enum TransportCase {
    EPOLL_1_LOOP("epoll", true, true, 1),
    EPOLL_3_LOOPS_GATHERED("epoll", true, true, 3),
    EPOLL_3_LOOPS_APART("epoll", true, false, 3),
    EPOLL_CHANNEL_1_LOOP("epoll", false, true, 1),
    EPOLL_CHANNEL_3_LOOPS_GATHERED("epoll", false, true, 3),
    EPOLL_CHANNEL_3_LOOPS_APART("epoll", false, false, 3),
    NIO_1_LOOP("nio", false, true, 1),
    NIO_3_LOOPS("nio", false, true, 3),
    IO_URING_1_LOOP("io_uring", false, true, 1),
    IO_URING_3_LOOPS("io_uring", false, true, 3);

    private final String transport;
    private final boolean detachesSockets;
    private final boolean gathersRooms;
    private final int loops;

    TransportCase(String transport, boolean detachesSockets, boolean gathersRooms, int loops) {
        this.transport = transport;
        this.detachesSockets = detachesSockets;
        this.gathersRooms = gathersRooms;
        this.loops = loops;
    }

    /** The transport's name in the configuration. */
    public String transport() {
        return transport;
    }

    /** The number of event loops. */
    public int loops() {
        return loops;
    }

    /** Why it cannot be tested here; null if it can. */
    public @Nullable String unavailable() {
        if (transport.equals("io_uring") && IoUring.unavailabilityCause() != null) {
            return "no io_uring on this machine: " + IoUring.unavailabilityCause();
        }
        return null;
    }

    /**
     * The configuration, as {@link RunningServer#with} takes it.
     *
     * @param loops another number of event loops than its own
     * @param more keys and values to add
     */
    public String[] settings(int loops, List<String> more) {
        List<String> all = new ArrayList<>(more);
        all.addAll(List.of("listen.transport", transport, "listen.loops", String.valueOf(loops)));
        all.addAll(List.of("listen.gather-rooms", String.valueOf(gathersRooms)));
        all.addAll(List.of("listen.detach-sockets", String.valueOf(detachesSockets)));
        return all.toArray(String[]::new);
    }
}
