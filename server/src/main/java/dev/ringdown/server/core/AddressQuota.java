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
     * Counts one more, if the address may have it. Who is refused is not counted, not even for a moment: nobody else is refused
     * for its sake.
     *
     * @return false if it has as many as it may have
     */
    public boolean tryEnter(InetAddress address) {
        if (!counts(address)) {
            return true;
        }
        ClientNetwork network = ClientNetwork.of(address);
        while (true) {
            Integer count = byNetwork.get(network);
            if (count == null) {
                if (byNetwork.putIfAbsent(network, 1) == null) {
                    return true;
                }
            } else if (count >= max) {
                return false;
            } else if (byNetwork.replace(network, count, count + 1)) {
                return true;
            }
        }
    }

    /** Counts one more, even if the address has as many as it may have. */
    public void enter(InetAddress address) {
        if (counts(address)) {
            byNetwork.merge(ClientNetwork.of(address), 1, Integer::sum);
        }
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

    /** Whether an address is counted at all. */
    public boolean counts(InetAddress address) {
        return max > 0 && (countsPrivate || !ClientNetwork.isPrivate(address));
    }
}
