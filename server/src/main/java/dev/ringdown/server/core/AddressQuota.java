package dev.ringdown.server.core;

import java.net.InetAddress;
import java.util.concurrent.ConcurrentMap;
import org.jctools.maps.NonBlockingHashMap;

/**
 * How many of something one address may have at once. Of IPv6 the first 64 bits count, which one customer has to himself.
 * Any thread, never blocks.
 */
public final class AddressQuota {
    private final int max;
    private final boolean countsPrivate;
    private final ConcurrentMap<ClientNetwork, Integer> byNetwork = new NonBlockingHashMap<>();

    /**
     * @param max how many; 0 for any number
     * @param countsPrivate whether loopback and private addresses are limited too, which are those of a reverse proxy
     */
    public AddressQuota(int max, boolean countsPrivate) {
        this.max = max;
        this.countsPrivate = countsPrivate;
    }

    /**
     * Counts one more.
     *
     * @return whether the address may have so many; it is counted all the same
     */
    public boolean enter(InetAddress address) {
        return !counts(address) || byNetwork.merge(ClientNetwork.of(address), 1, Integer::sum) <= max;
    }

    /** Counts one less. */
    public void leave(InetAddress address) {
        if (counts(address)) {
            byNetwork.computeIfPresent(ClientNetwork.of(address), (same, count) -> count == 1 ? null : count - 1);
        }
    }

    /** How many addresses have any. */
    int size() {
        return byNetwork.size();
    }

    private boolean counts(InetAddress address) {
        return max > 0 && (countsPrivate || !ClientNetwork.isPrivate(address));
    }
}
