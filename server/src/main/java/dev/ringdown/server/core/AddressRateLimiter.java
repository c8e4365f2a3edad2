package dev.ringdown.server.core;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jctools.maps.NonBlockingHashMap;

/**
 * How often something may happen from one address ({@link ClientNetwork}) within a minute. The minutes are the same for
 * all: each begins with an empty table, so nothing has to be looked for that is out of date. Any thread; lock-free.
 */
public final class AddressRateLimiter {
    private static final VarHandle MINUTE = minuteHandle();
    private static final long MINUTE_NANOS = Duration.ofMinutes(1).toNanos();
    private static final int RETRY_SPREAD_SECONDS = 10;

    /** How many networks are counted within a minute: what bounds the memory. Further ones are not held back. */
    private static final int MAX_NETWORKS = 100_000;

    private final int perMinute;
    private final boolean countsPrivate;
    private final LongSupplier nanoTime;
    /** Replaced by {@link #MINUTE} alone. */
    private volatile Minute minute;

    private record Minute(long startNanos, ConcurrentMap<ClientNetwork, AtomicInteger> spent) {
        static Minute from(long startNanos) {
            return new Minute(startNanos, new NonBlockingHashMap<>());
        }

        long leftNanos(long nowNanos) {
            return startNanos + MINUTE_NANOS - nowNanos;
        }
    }

    /**
     * @param perMinute how often; 0 for any number
     * @param countsPrivate whether private addresses are counted too; if not, they may do as they like
     */
    public AddressRateLimiter(int perMinute, boolean countsPrivate) {
        this(perMinute, countsPrivate, System::nanoTime);
    }

    AddressRateLimiter(int perMinute, boolean countsPrivate, LongSupplier nanoTime) {
        this.perMinute = perMinute;
        this.countsPrivate = countsPrivate;
        this.nanoTime = nanoTime;
        this.minute = Minute.from(nanoTime.getAsLong());
    }

    /** Whether an address has nothing left. */
    public boolean isSpent(InetAddress address) {
        if (isFree(address)) {
            return false;
        }
        AtomicInteger count = present().spent.get(ClientNetwork.of(address));
        return count != null && count.get() >= perMinute;
    }

    /**
     * Counts one time.
     *
     * @return false if nothing was left
     */
    public boolean spend(InetAddress address) {
        if (isFree(address)) {
            return true;
        }
        ConcurrentMap<ClientNetwork, AtomicInteger> spent = present().spent;
        ClientNetwork network = ClientNetwork.of(address);
        AtomicInteger count = spent.get(network);
        if (count == null) {
            if (spent.size() >= MAX_NETWORKS) {
                return true;
            }
            AtomicInteger first = new AtomicInteger();
            AtomicInteger earlier = spent.putIfAbsent(network, first);
            count = earlier == null ? first : earlier;
        }
        return count.incrementAndGet() <= perMinute;
    }

    /** Seconds after which everybody has something left again, spread a little so that not all come at once. */
    public int retryAfterSeconds() {
        long left = present().leftNanos(nanoTime.getAsLong());
        return 1
                + (int) TimeUnit.NANOSECONDS.toSeconds(Math.max(0, left))
                + ThreadLocalRandom.current().nextInt(RETRY_SPREAD_SECONDS);
    }

    private boolean isFree(InetAddress address) {
        return perMinute == 0 || (!countsPrivate && ClientNetwork.isPrivate(address));
    }

    private Minute present() {
        long now = nanoTime.getAsLong();
        Minute present = minute;
        if (present.leftNanos(now) > 0) {
            return present;
        }
        Minute next = Minute.from(now);
        return MINUTE.compareAndSet(this, present, next) ? next : minute;
    }

    private static VarHandle minuteHandle() {
        try {
            return MethodHandles.lookup().findVarHandle(AddressRateLimiter.class, "minute", Minute.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
