package dev.ringdown.server.security;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * From which pages browsers may connect, by the Origin that they send (RFC 6454 §7): what keeps a page of elsewhere from
 * using a visitor's network or cookies. Immutable, any thread.
 *
 * @param allowed to the letter; empty for any
 * @param alsoMissing whether a client that sends none may connect, as programs do, although there is a list
 */
public record Origins(List<String> allowed, boolean alsoMissing) {
    /** Keeps its own copy of the list. */
    public Origins {
        allowed = List.copyOf(allowed);
    }

    /**
     * Whether a client may connect.
     *
     * @param origin as it sent it; null if it did not
     */
    public boolean admit(@Nullable String origin) {
        return allowed.isEmpty() || (origin == null ? alsoMissing : allowed.contains(origin));
    }
}
