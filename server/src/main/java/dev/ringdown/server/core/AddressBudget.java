package dev.ringdown.server.core;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How often something may happen from one address within a minute, counted from the first time. Of IPv6 the first 64
 * bits count, which one customer has to himself. Any thread.
 */
public final class AddressBudget {
    private static final int WINDOW_SECONDS = 60;
    private static final int RETRY_SPREAD_SECONDS = 10;
    private static final int MAX_ADDRESSES = 100_000;

    private final int perMinute;
    private final boolean limitsPrivate;
    private final Cache<InetAddress, AtomicInteger> spent = Caffeine.newBuilder()
            .expireAfterWrite(Duration.ofSeconds(WINDOW_SECONDS))
            .maximumSize(MAX_ADDRESSES)
            .executor(Runnable::run)
            .build();

    /**
     * @param perMinute how often; 0 for any number
     * @param limitsPrivate whether loopback and private addresses are limited too, which are those of a reverse proxy
     */
    public AddressBudget(int perMinute, boolean limitsPrivate) {
        this.perMinute = perMinute;
        this.limitsPrivate = limitsPrivate;
    }

    /** Whether an address has nothing left. */
    public boolean isSpent(InetAddress address) {
        if (!counts(address)) {
            return false;
        }
        AtomicInteger count = spent.getIfPresent(ClientNetwork.of(address));
        return count != null && count.get() >= perMinute;
    }

    /**
     * Counts one time.
     *
     * @return false if nothing was left
     */
    public boolean spend(InetAddress address) {
        return !counts(address)
                || spent.get(ClientNetwork.of(address), first -> new AtomicInteger())
                                .incrementAndGet()
                        <= perMinute;
    }

    /** Seconds after which everybody has something left again, spread a little so that not all come at once. */
    public int retryAfterSeconds() {
        return WINDOW_SECONDS + ThreadLocalRandom.current().nextInt(RETRY_SPREAD_SECONDS);
    }

    private boolean counts(InetAddress address) {
        return perMinute > 0 && (limitsPrivate || !ClientNetwork.isPrivate(address));
    }
}
