package dev.ringdown.server.core;

import dev.ringdown.protocol.bridge.Contact;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Who can be called where, by name, in the order of registration. An entry lasts for a time and is forgotten then; one
 * that is registered again keeps its place, and its time begins anew.
 *
 * <p>Any event loop may call any method; none blocks. The names say who is registered. Two more maps put the entries in
 * order, by place and by age, and follow the names at once. So nothing but a list after a change takes longer the more are
 * registered, but for a logarithm: what has expired is taken from the old end, each entry once, by whoever comes next.
 */
public final class AddressBook {
    /** How a list is written in the dialect's own shape. */
    @FunctionalInterface
    public interface Listing {
        /** Writes a list of contacts in the order of registration. */
        byte[] of(List<Contact> contacts);
    }

    /**
     * One registration.
     *
     * @param place among all, of the first registration of the name
     * @param stamp of this registration: no two have the same, later ones have greater
     */
    private record Entry(Contact contact, long place, long stamp, long registeredNanos) {
        String name() {
            return contact.clientId();
        }
    }

    /** A list, and how many changes it has seen. */
    private static final class Written {
        final long change;
        final byte[] list;

        Written(long change, byte[] list) {
            this.change = change;
            this.list = list;
        }
    }

    private final long lifetimeNanos;
    private final int maxEntries;
    private final LongSupplier nanoTime;
    private final Listing listing;

    private final ConcurrentNavigableMap<String, Entry> byName = new ConcurrentSkipListMap<>();
    private final ConcurrentNavigableMap<Long, Entry> byPlace = new ConcurrentSkipListMap<>();
    private final ConcurrentNavigableMap<Long, Entry> byStamp = new ConcurrentSkipListMap<>();
    private final AtomicLong stamps = new AtomicLong();
    private final AtomicInteger size = new AtomicInteger();

    /** Counts changes, each after it is made; a list is written again when there were some. */
    private final AtomicLong changes = new AtomicLong();

    private volatile @Nullable Written written;

    /**
     * @param lifetime of an entry, from its last registration
     * @param maxEntries at once
     * @param nanoTime as {@link System#nanoTime}
     * @param listing writes {@link #list}; any thread
     */
    public AddressBook(Duration lifetime, int maxEntries, LongSupplier nanoTime, Listing listing) {
        this.lifetimeNanos = lifetime.toNanos();
        this.maxEntries = maxEntries;
        this.nanoTime = nanoTime;
        this.listing = listing;
    }

    /**
     * Enters a contact, in place of an earlier one of its name.
     *
     * @return false if the book is full
     */
    public boolean register(Contact contact) {
        long now = forgetExpired();
        while (true) {
            Entry earlier = byName.get(contact.clientId());
            if (earlier == null && size.incrementAndGet() > maxEntries) {
                size.decrementAndGet();
                return false;
            }
            long stamp = stamps.incrementAndGet();
            Entry entry = new Entry(contact, earlier == null ? stamp : earlier.place, stamp, now);
            if (earlier == null ? byName.putIfAbsent(entry.name(), entry) == null : replaced(earlier, entry)) {
                byStamp.put(stamp, entry);
                follow(entry);
                return true;
            }
            // another loop was faster with this name
            if (earlier == null) {
                size.decrementAndGet();
            }
        }
    }

    private boolean replaced(Entry earlier, Entry entry) {
        if (!byName.replace(entry.name(), earlier, entry)) {
            return false;
        }
        byStamp.remove(earlier.stamp);
        return true;
    }

    /** Lets the orders say of this name what the names say. Who changes a name does this last, and looks again behind it. */
    private void follow(Entry changed) {
        @Nullable Entry current;
        do {
            current = byName.get(changed.name());
            if (current != null && current.place == changed.place) {
                byPlace.put(changed.place, current);
            } else {
                byPlace.remove(changed.place);
            }
            if (!changed.equals(current)) {
                byStamp.remove(changed.stamp);
            }
        } while (!Objects.equals(byName.get(changed.name()), current));
        changes.incrementAndGet();
    }

    /** Takes out what has expired, and tells the time. */
    private long forgetExpired() {
        long now = nanoTime.getAsLong();
        for (var oldest = byStamp.firstEntry(); oldest != null; oldest = byStamp.firstEntry()) {
            Entry entry = oldest.getValue();
            if (now - entry.registeredNanos < lifetimeNanos) {
                break;
            }
            if (byName.remove(entry.name(), entry)) {
                size.decrementAndGet();
            }
            follow(entry);
        }
        return now;
    }

    /** The contact of a name; null if there is none. */
    public @Nullable Contact find(String clientId) {
        forgetExpired();
        Entry entry = byName.get(clientId);
        return entry == null ? null : entry.contact;
    }

    /** The contact that has been here longest, this name's aside; null if there is no other. */
    public @Nullable Contact firstOtherThan(String clientId) {
        forgetExpired();
        for (Entry entry : byPlace.values()) {
            if (!entry.name().equals(clientId)) {
                return entry.contact;
            }
        }
        return null;
    }

    /** All contacts as the {@link Listing} writes them; the same bytes until there is a change. */
    public byte[] list() {
        forgetExpired();
        long change = changes.get();
        Written last = written;
        if (last == null || last.change != change) {
            List<Contact> contacts =
                    byPlace.values().stream().map(Entry::contact).collect(Collectors.toUnmodifiableList());
            last = new Written(change, listing.of(contacts));
            written = last;
        }
        return last.list;
    }

    /** How many are registered, those included whose time is over but whom nobody has met since. */
    public int size() {
        return size.get();
    }
}
