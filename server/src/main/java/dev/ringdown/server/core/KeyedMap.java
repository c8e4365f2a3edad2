package dev.ringdown.server.core;

import java.util.Collection;
import java.util.Collections;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import org.jctools.maps.NonBlockingHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A map from texts that clients choose, such as room ids and names. The texts are spread by a {@link SipHash keyed hash},
 * so nobody can choose texts that collide. Its methods are those of {@link ConcurrentMap}, as far as they are needed.
 *
 * <p>Any thread may call any method; lock-free.
 *
 * @param <V> what a text leads to
 */
public final class KeyedMap<V> {
    private final ConcurrentMap<Key, V> entries = new NonBlockingHashMap<>();

    /** A text with its hash, which is computed once for each call and kept with the entry. */
    static final class Key {
        private final String text;
        private final int hash;

        Key(String text) {
            this.text = text;
            this.hash = Long.hashCode(SipHash.OF_PROCESS.of(text));
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key key && hash == key.hash && text.equals(key.text);
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }

    /** What a text leads to; null if to nothing. */
    public @Nullable V get(String text) {
        return entries.get(new Key(text));
    }

    /** Puts a value in the place of an earlier one; null if there was none. */
    public @Nullable V put(String text, V value) {
        return entries.put(new Key(text), value);
    }

    /** Puts a value if there is none; null if so, the present one otherwise. */
    public @Nullable V putIfAbsent(String text, V value) {
        return entries.putIfAbsent(new Key(text), value);
    }

    /** The present value, or the one that is made if there is none; of several made at once, one is taken. */
    public V computeIfAbsent(String text, Function<? super String, ? extends V> make) {
        Key key = new Key(text);
        V present = entries.get(key);
        if (present != null) {
            return present;
        }
        V made = make.apply(text);
        V earlier = entries.putIfAbsent(key, made);
        return earlier == null ? made : earlier;
    }

    /** Puts a value in the place of a certain other one; false if that is not the present one. */
    public boolean replace(String text, V present, V next) {
        return entries.replace(new Key(text), present, next);
    }

    /** Takes an entry out; null if there is none. */
    public @Nullable V remove(String text) {
        return entries.remove(new Key(text));
    }

    /** Takes an entry out if it leads to a certain value; false if it does not. */
    public boolean remove(String text, V value) {
        return entries.remove(new Key(text), value);
    }

    /** All values at about this moment, in no order; a view that cannot be written. */
    public Collection<V> values() {
        return Collections.unmodifiableCollection(entries.values());
    }

    /** How many entries there are. */
    public int size() {
        return entries.size();
    }
}
