package dev.ringdown.server.core;

import dev.ringdown.protocol.Introduction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jctools.queues.MpscUnboundedArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * A list of names that everybody on it is sent whenever it changes: who is there, under which name and at which address,
 * in the order of entry. A name belongs to one at a time, to the letter.
 *
 * <p>A list for N is N times its bytes, so it is encoded once and shared, and changes are gathered: the first goes out
 * at once, those that come within the next moment go out together at its end. Where the clients do not keep up even with
 * that, the next list waits for them, a while.
 *
 * <p>Any event loop may enter, leave and look names up; none blocks. The order, the encoding and the sending belong to
 * one timer thread, which learns of changes through a queue: so lists reach every link in the order in which they were
 * made, and the last one holds the last change.
 */
public final class PresenceList {
    private static final int CHANGES_CHUNK = 256;
    private static final int MAX_TURNS_WAITED = 10;

    private final Listing listing;
    private final ScheduledExecutorService timer;
    private final long turnNanos;

    private final KeyedMap<Entry> byName = new KeyedMap<>();
    private final MpscUnboundedArrayQueue<Change> changes = new MpscUnboundedArrayQueue<>(CHANGES_CHUNK);
    /** Whether the timer has a turn to come, which will look at the changes. */
    private final AtomicBoolean turning = new AtomicBoolean();

    // the timer's own from here on
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private @Nullable SharedMessage last;
    private int turnsWaited;

    /** How a list is written in the dialect's own shape. Called by the timer. */
    @FunctionalInterface
    public interface Listing {
        /**
         * Writes a list.
         *
         * @param introductions in the order of entry
         * @return valid UTF-8
         */
        byte[] of(List<Introduction> introductions);
    }

    /**
     * Somebody on the list.
     *
     * @param name as the client gave it
     * @param address where others find it
     * @param introduction what the list says of it
     * @param link the way to its client
     */
    public record Entry(String name, String address, Introduction introduction, PeerLink link) {}

    /** One entry goes, one comes, or both at once. */
    private record Change(@Nullable Entry gone, @Nullable Entry come) {}

    /**
     * @param timer one thread
     * @param turn the least time between two lists
     */
    public PresenceList(Listing listing, ScheduledExecutorService timer, Duration turn) {
        this.listing = listing;
        this.timer = timer;
        this.turnNanos = turn.toNanos();
    }

    /**
     * Puts an entry at the end of the list, and all on it are told.
     *
     * @return false, and nothing happens, if the name is another's
     */
    public boolean enter(Entry entry) {
        if (byName.putIfAbsent(entry.name(), entry) != null) {
            return false;
        }
        change(new Change(null, entry));
        return true;
    }

    /**
     * Puts an entry in the place of an earlier one of the same client, and all on the list are told. Under the same name it
     * keeps its position; under another one it goes to the end.
     *
     * @param before is on the list
     * @return false, and nothing happens, if the new name is another's
     */
    public boolean replace(Entry before, Entry after) {
        boolean renamed = !before.name().equals(after.name());
        Entry there = renamed ? byName.putIfAbsent(after.name(), after) : byName.put(after.name(), after);
        if (renamed && there != null) {
            return false;
        }
        change(new Change(before, after));
        if (renamed) {
            byName.remove(before.name(), before);
        }
        return true;
    }

    /** Takes an entry that was put on the list off it, and all who stay are told. */
    public void leave(Entry entry) {
        // the name is free only then: who takes it next must come behind this change
        change(new Change(entry, null));
        byName.remove(entry.name(), entry);
    }

    /** The one who has a name now; null if nobody has. */
    public @Nullable Entry find(String name) {
        return byName.get(name);
    }

    /** How many there are. */
    public int size() {
        return byName.size();
    }

    /** Sends everybody on the list a message. On the timer only. */
    public void tell(byte[] message) {
        share(new SharedMessage(message));
    }

    private void change(Change change) {
        changes.offer(change);
        if (!turning.get() && turning.compareAndSet(false, true)) {
            timer.execute(this::announce);
        }
    }

    private void announce() {
        // first of all, so that a fault costs one list and not all that would follow
        timer.schedule(this::turn, turnNanos, TimeUnit.NANOSECONDS);
        turnsWaited = 0;
        for (Change change = changes.poll(); change != null; change = changes.poll()) {
            apply(change);
        }
        List<Introduction> introductions = new ArrayList<>(entries.size());
        entries.values().forEach(entry -> introductions.add(entry.introduction()));
        last = share(new SharedMessage(listing.of(introductions)));
    }

    private void apply(Change change) {
        Entry gone = change.gone();
        Entry come = change.come();
        if (gone != null && (come == null || !come.name().equals(gone.name()))) {
            entries.remove(gone.name());
        }
        if (come != null) {
            // under a name that is on the list, it takes that position
            entries.put(come.name(), come);
        }
    }

    /** The time since the last list is over. */
    private void turn() {
        if (last != null && last.outstanding() > entries.size() / 2 && turnsWaited++ < MAX_TURNS_WAITED) {
            timer.schedule(this::turn, turnNanos, TimeUnit.NANOSECONDS);
            return;
        }
        last = null;
        if (changes.isEmpty()) {
            turning.set(false);
            // a change between these two lines has seen a turn to come
            if (changes.isEmpty() || !turning.compareAndSet(false, true)) {
                return;
            }
        }
        announce();
    }

    private SharedMessage share(SharedMessage message) {
        try {
            entries.values().forEach(entry -> entry.link().send(message));
        } finally {
            message.release();
        }
        return message;
    }
}
