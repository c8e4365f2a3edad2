package dev.ringdown.server.security;

import java.net.InetAddress;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jctools.maps.NonBlockingHashMap;
import org.jspecify.annotations.Nullable;

/**
 * How many connections there may be, in all and from one address. Any thread, never blocks.
 *
 * <p>Everybody who was counted, let in or not, is to be counted out.
 */
public final class Admission {
    /** Why a connection is not let in. */
    public enum Refusal {
        /** {@code limits.max-connections} are there. */
        FULL(503),
        /** {@code limits.max-connections-per-address} of this address are there. */
        TOO_MANY_FROM_ADDRESS(429);

        private final int status;

        Refusal(int status) {
            this.status = status;
        }

        /** The HTTP status that says so. */
        public int status() {
            return status;
        }
    }

    private final int maxConnections;
    private final int maxPerAddress;
    private final AtomicInteger connections = new AtomicInteger();
    private final ConcurrentMap<InetAddress, Integer> byAddress = new NonBlockingHashMap<>();

    /**
     * @param maxConnections in all; 0 for any number
     * @param maxPerAddress from one address; 0 for any number
     */
    public Admission(int maxConnections, int maxPerAddress) {
        this.maxConnections = maxConnections;
        this.maxPerAddress = maxPerAddress;
    }

    /**
     * Counts a connection.
     *
     * @return why it is not let in; null if it is
     */
    public @Nullable Refusal enter(InetAddress address) {
        int total = connections.incrementAndGet();
        int ofAddress = maxPerAddress == 0 ? 0 : byAddress.merge(address, 1, Integer::sum);
        if (maxConnections != 0 && total > maxConnections) {
            return Refusal.FULL;
        }
        return ofAddress > maxPerAddress ? Refusal.TOO_MANY_FROM_ADDRESS : null;
    }

    /** Counts a connection out. */
    public void leave(InetAddress address) {
        connections.decrementAndGet();
        if (maxPerAddress != 0) {
            byAddress.computeIfPresent(address, (same, count) -> count == 1 ? null : count - 1);
        }
    }

    /** How many connections there are. */
    public int connections() {
        return connections.get();
    }
}
