package dev.ringdown.server.core;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
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
    private final Cache<InetAddress, AtomicInteger> spent = Caffeine.newBuilder()
            .expireAfterWrite(Duration.ofSeconds(WINDOW_SECONDS))
            .maximumSize(MAX_ADDRESSES)
            .executor(Runnable::run)
            .build();

    /**
     * @param perMinute how often; 0 for any number
     */
    public AddressBudget(int perMinute) {
        this.perMinute = perMinute;
    }

    /** Whether an address has nothing left. */
    public boolean isSpent(InetAddress address) {
        if (perMinute == 0) {
            return false;
        }
        AtomicInteger count = spent.getIfPresent(network(address));
        return count != null && count.get() >= perMinute;
    }

    /**
     * Counts one time.
     *
     * @return false if nothing was left
     */
    public boolean spend(InetAddress address) {
        return perMinute == 0
                || spent.get(network(address), first -> new AtomicInteger()).incrementAndGet() <= perMinute;
    }

    /** Seconds after which everybody has something left again, spread a little so that not all come at once. */
    public int retryAfterSeconds() {
        return WINDOW_SECONDS + ThreadLocalRandom.current().nextInt(RETRY_SPREAD_SECONDS);
    }

    private static InetAddress network(InetAddress address) {
        if (!(address instanceof Inet6Address)) {
            return address;
        }
        byte[] bits = address.getAddress();
        Arrays.fill(bits, 8, 16, (byte) 0);
        try {
            return InetAddress.getByAddress(bits);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("16 bytes are an address", e);
        }
    }
}
