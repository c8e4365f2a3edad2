package dev.ringdown.server.transport;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one event loop, each in the bucket of the tick at which it is to be looked at next (a hashed timing
 * wheel). So a sweep costs what is due, not what there is. A connection whose time was put off meanwhile, because its client
 * was heard, is only put into a later bucket when its old one comes up. Confined to the event loop.
 */
final class DeadlineWheel {
    /** A power of two; a connection with nothing due for longer than this many ticks is looked at once a turn. */
    private static final int BUCKETS = 128;

    private static final int FIRST_ROOM = 8;

    private final @Nullable Connection[][] buckets = new @Nullable Connection[BUCKETS][];
    private final int[] sizes = new int[BUCKETS];
    private int count;
    private int tick;

    /**
     * @param tick the tick up to which nothing is due any more
     */
    DeadlineWheel(int tick) {
        this.tick = tick;
        Arrays.setAll(buckets, bucket -> new @Nullable Connection[0]);
    }

    /** How many connections there are. */
    int size() {
        return count;
    }

    /** All connections, as they are now. */
    List<Connection> all() {
        List<Connection> all = new ArrayList<>(count);
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            for (int slot = 0; slot < sizes[bucket]; slot++) {
                Connection connection = buckets[bucket][slot];
                if (connection != null) {
                    all.add(connection);
                }
            }
        }
        return all;
    }

    /** Adds a connection. */
    void add(Connection connection) {
        assert connection.bucket < 0 : "the connection is in a table already";
        count++;
        put(connection);
    }

    /** Takes a connection out. */
    void remove(Connection connection) {
        assert connection.bucket >= 0 : "the connection is in no table";
        count--;
        take(connection);
    }

    /** The time of a connection may have come nearer. */
    void reschedule(Connection connection) {
        if (connection.bucket >= 0) {
            take(connection);
            put(connection);
        }
    }

    /**
     * Looks at connections that are due.
     *
     * @param now the tick up to which
     * @param most how many at once; a flood of them is worked off in several calls
     * @return whether all of them were looked at
     */
    boolean advance(int now, int most) {
        int left = most;
        // a whole turn and more: one look at each bucket finds all
        tick = Math.max(tick, now - BUCKETS + 1);
        while (tick - now < 0) {
            int bucket = (tick + 1) & (BUCKETS - 1);
            while (sizes[bucket] > 0) {
                if (left-- == 0) {
                    return false;
                }
                Connection connection = buckets[bucket][sizes[bucket] - 1];
                if (connection != null) {
                    look(connection, now);
                }
            }
            tick++;
        }
        return true;
    }

    private void look(Connection connection, int now) {
        connection.watch(now);
        if (connection.bucket >= 0) {
            take(connection);
            put(connection, now);
        }
    }

    private void put(Connection connection) {
        put(connection, tick);
    }

    /** Puts a connection into the bucket of its next tick, which is one that is still to come. */
    private void put(Connection connection, int now) {
        int earliest = Math.max(now, tick) + 1;
        int due = Math.clamp(connection.nextDueTick(), earliest, Math.max(earliest, tick + BUCKETS));
        int bucket = due & (BUCKETS - 1);
        @Nullable Connection[] there = buckets[bucket];
        if (sizes[bucket] == there.length) {
            there = Arrays.copyOf(there, Math.max(FIRST_ROOM, there.length * 2));
            buckets[bucket] = there;
        }
        connection.bucket = bucket;
        connection.slot = sizes[bucket];
        there[sizes[bucket]++] = connection;
    }

    /** The last one of the bucket takes the place of the one that goes. */
    private void take(Connection connection) {
        @Nullable Connection[] there = buckets[connection.bucket];
        int end = --sizes[connection.bucket];
        Connection last = there[end];
        there[end] = null;
        if (last != null && last != connection) {
            there[connection.slot] = last;
            last.slot = connection.slot;
        }
        connection.bucket = -1;
    }
}
