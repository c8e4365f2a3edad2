package dev.ringdown.server.security;

import dev.ringdown.server.config.LimitSettings;
import dev.ringdown.server.core.AddressQuota;
import dev.ringdown.server.core.AddressRateLimiter;
import java.net.InetAddress;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * How many connections there may be, in all and from one address ({@link AddressQuota}), and how many may come from one
 * address within a minute. Any thread; lock-free.
 *
 * <p>A connection that is refused takes none of these places: it has one of a few of its own for as long as it takes to
 * tell it, so clients that are over their limit lock nobody else out.
 */
public final class Admission {
    /** Why a connection is not let in. */
    public enum Refusal {
        /** {@code limits.max-connections} are there. */
        FULL(503),
        /** {@code limits.max-connections-per-address} of this address are there. */
        TOO_MANY_FROM_ADDRESS(429),
        /** {@code limits.max-new-connections-per-minute} have come from this address. */
        TOO_OFTEN_FROM_ADDRESS(429);

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
    private final AddressRateLimiter newConnections;
    private final AtomicInteger connections = new AtomicInteger();
    private final AddressQuota fromAddress;

    /** What a connection gets: a place, or the reason why it has none. */
    public final class Place {
        private final @Nullable Refusal refusal;
        /** Null if it does not count, so that it is not kept. */
        private final @Nullable InetAddress counted;

        private final AtomicBoolean left = new AtomicBoolean();

        private Place(@Nullable Refusal refusal, @Nullable InetAddress counted) {
            this.refusal = refusal;
            this.counted = counted;
        }

        /** Why the connection is not let in; null if it is. */
        public @Nullable Refusal refusal() {
            return refusal;
        }

        /** The connection is gone; a second time is not counted. */
        public void leave() {
            if (refusal != null || left.getAndSet(true)) {
                return;
            }
            connections.decrementAndGet();
            if (counted != null) {
                fromAddress.leave(counted);
            }
        }
    }

    /**
     * Limits connections in all and per address.
     *
     * @param maxConnections in all; 0 for any number
     * @param settings the limits per address
     */
    public Admission(int maxConnections, LimitSettings settings) {
        this.maxConnections = maxConnections;
        boolean countsPrivate = settings.countPrivateAddresses();
        this.fromAddress = new AddressQuota(settings.maxConnectionsPerAddress(), countsPrivate);
        this.newConnections = new AddressRateLimiter(settings.maxNewConnectionsPerMinute(), countsPrivate);
    }

    /** Limits connections in all. */
    public Admission(int maxConnections) {
        this(maxConnections, new LimitSettings(maxConnections, 0, 0, false, 0));
    }

    /**
     * A connection comes. Whoever calls this calls {@link Place#leave} when the connection is gone.
     *
     * @return its place, or why it has none; who has none takes nothing from those who have
     */
    public Place enter(InetAddress address) {
        if (!newConnections.spend(address)) {
            return new Place(Refusal.TOO_OFTEN_FROM_ADDRESS, null);
        }
        if (!fromAddress.tryEnter(address)) {
            return new Place(Refusal.TOO_MANY_FROM_ADDRESS, null);
        }
        if (!increment(connections, maxConnections == 0 ? Integer.MAX_VALUE : maxConnections)) {
            fromAddress.leave(address);
            return new Place(Refusal.FULL, null);
        }
        return new Place(null, fromAddress.counts(address) ? address : null);
    }

    /** How many connections there are; those that are refused are none of them. */
    public int connections() {
        return connections.get();
    }

    private static boolean increment(AtomicInteger count, int max) {
        while (true) {
            int now = count.get();
            if (now >= max) {
                return false;
            }
            if (count.compareAndSet(now, now + 1)) {
                return true;
            }
        }
    }
}
