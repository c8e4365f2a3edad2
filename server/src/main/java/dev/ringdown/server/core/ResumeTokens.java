package dev.ringdown.server.core;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The keys by which clients that lost their connection come back to their sessions. A key is 128 random bits and good for
 * one use; a used one is remembered until it is forgotten, so that a second use is noticed.
 *
 * <p>Any event loop may call any method; none blocks.
 *
 * @param <S> what a session is in a dialect
 */
public final class ResumeTokens<S> {
    private static final int KEY_BYTES = 16;

    private record Entry<S>(S session, AtomicBoolean used) {}

    private final KeyedMap<Entry<S>> byKey = new KeyedMap<>();

    /**
     * Makes a key for a session.
     *
     * @param random a source of the caller's own
     * @return 22 characters of the URL-safe Base64 alphabet
     */
    public String issue(S session, SecureRandom random) {
        byte[] bits = new byte[KEY_BYTES];
        random.nextBytes(bits);
        String key = Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
        byKey.put(key, new Entry<>(session, new AtomicBoolean()));
        return key;
    }

    /** The session that a key was made for, be it used or not; null if there is none. */
    public @Nullable S find(String key) {
        Entry<S> entry = byKey.get(key);
        return entry == null ? null : entry.session();
    }

    /**
     * Uses a key.
     *
     * @return true for exactly one of all who try
     */
    public boolean use(String key) {
        Entry<S> entry = byKey.get(key);
        return entry != null && entry.used().compareAndSet(false, true);
    }

    /** Lets a key open nothing, and not be remembered either. */
    public void forget(String key) {
        byKey.remove(key);
    }

    /** How many keys there are, used ones included. */
    public int size() {
        return byKey.size();
    }
}
