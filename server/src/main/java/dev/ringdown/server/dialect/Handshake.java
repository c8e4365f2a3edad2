package dev.ringdown.server.dialect;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a client asked for when it came: the parts of its HTTP upgrade that a dialect may want. A client of plain TCP
 * asked for nothing but has an address.
 *
 * @param path the path of the URL, decoded
 * @param query the decoded parameters of the URL, in order, by name
 * @param headers of the request
 * @param remote the client's address
 */
public record Handshake(String path, Map<String, List<String>> query, Headers headers, InetAddress remote) {
    /** The headers of a request. */
    @FunctionalInterface
    public interface Headers {
        /** The first value of a header, whatever the case of its name; null if it is not there. */
        @Nullable
        String value(String name);
    }

    /** The handshake of a client of plain TCP. */
    public static Handshake ofTcp(InetAddress remote) {
        return new Handshake("", Map.of(), name -> null, remote);
    }

    /** The first value of a parameter of the URL; null if it is not there. */
    public @Nullable String parameter(String name) {
        List<String> values = query.get(name);
        return values == null ? null : values.getFirst();
    }
}
