package dev.ringdown.server.support;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An answer over HTTP, as far as tests look at it.
 *
 * @param headers by name in lower case
 */
public record HttpAnswer(int status, Map<String, String> headers, String body) {
    /** A header's value; null if it is not there. */
    public @Nullable String header(String name) {
        return headers.get(name);
    }
}
