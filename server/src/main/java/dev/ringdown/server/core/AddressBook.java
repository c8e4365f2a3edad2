package dev.ringdown.server.core;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.ringdown.protocol.bridge.Contact;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who can be called where, by name, in the order of registration. An entry lasts for a time and is forgotten then; one
 * that is registered again keeps its place. Any thread.
 *
 * <p>Asking for one by name is a look-up; asking for the first, or for all, walks the whole book.
 */
public final class AddressBook {
    private record Entry(long place, Contact contact) {}

    private final Cache<String, Entry> entries;
    private final AtomicLong places = new AtomicLong();
    private final int maxEntries;

    /**
     * @param lifetime of an entry, from its last registration
     * @param maxEntries at once
     * @param clock for the lifetimes
     */
    public AddressBook(Duration lifetime, int maxEntries, Ticker clock) {
        this.entries = Caffeine.newBuilder()
                .expireAfterWrite(lifetime)
                .ticker(clock)
                .executor(Runnable::run)
                .build();
        this.maxEntries = maxEntries;
    }

    /**
     * Enters a contact, in place of an earlier one of its name.
     *
     * @return false if the book is full
     */
    public boolean register(Contact contact) {
        if (entries.getIfPresent(contact.clientId()) == null && isFull()) {
            return false;
        }
        entries.asMap()
                .compute(
                        contact.clientId(),
                        (name, earlier) ->
                                new Entry(earlier == null ? places.incrementAndGet() : earlier.place, contact));
        return true;
    }

    private boolean isFull() {
        if (entries.estimatedSize() < maxEntries) {
            return false;
        }
        entries.cleanUp();
        return entries.estimatedSize() >= maxEntries;
    }

    /** The contact of a name; null if there is none. */
    public @Nullable Contact find(String clientId) {
        Entry entry = entries.getIfPresent(clientId);
        return entry == null ? null : entry.contact;
    }

    /** The contact that has been here longest, this name's aside; null if there is no other. */
    public @Nullable Contact firstOtherThan(String clientId) {
        return present()
                .filter(entry -> !entry.contact.clientId().equals(clientId))
                .min(Comparator.comparingLong(Entry::place))
                .map(Entry::contact)
                .orElse(null);
    }

    /** All contacts, in the order of registration. */
    public List<Contact> all() {
        return present()
                .sorted(Comparator.comparingLong(Entry::place))
                .map(Entry::contact)
                .toList();
    }

    private Stream<Entry> present() {
        return entries.asMap().values().stream();
    }
}
