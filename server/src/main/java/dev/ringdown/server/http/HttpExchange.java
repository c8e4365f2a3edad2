package dev.ringdown.server.http;

import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request for an {@link Operation}.
 *
 * @param request stays the transport's, and is valid until the operation returns
 * @param parameters what stands in the path in the place of the template's names
 * @param remote the client's address
 */
public record HttpExchange(FullHttpRequest request, Map<String, String> parameters, InetAddress remote) {
    /**
     * What stands in the path in the place of a name.
     *
     * @throws IllegalArgumentException if the template has no such name
     */
    public String parameter(String name) {
        String value = parameters.get(name);
        if (value == null) {
            throw new IllegalArgumentException("name: " + name + " (expected: one of " + parameters.keySet() + ")");
        }
        return value;
    }

    /** The first value of a parameter of the query; null if it is not there. */
    public @Nullable String query(String name) {
        List<String> values = new QueryStringDecoder(request.uri()).parameters().get(name);
        return values == null ? null : values.getFirst();
    }
}
