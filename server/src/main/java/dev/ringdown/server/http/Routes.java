package dev.ringdown.server.http;

import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The paths that one listener answers. Immutable, any event loop. All of them are read with GET or HEAD; another method
 * gets 405, another path 404.
 */
public final class Routes {
    private final Map<String, Route> routes;

    private Routes(Map<String, Route> routes) {
        this.routes = routes;
    }

    /** Gathers routes. */
    public static final class Builder {
        private final Map<String, Route> routes = new LinkedHashMap<>();

        /** Answers a path, to the letter, with a route. */
        public Builder get(String path, Route route) {
            if (routes.putIfAbsent(path, route) != null) {
                throw new IllegalArgumentException("path: " + path + " (expected: one that is not taken)");
            }
            return this;
        }

        /** All that was gathered. */
        public Routes build() {
            return new Routes(Map.copyOf(routes));
        }
    }

    /** Begins to gather routes. */
    public static Builder builder() {
        return new Builder();
    }

    /** Whether there is an answer for a path. */
    public boolean has(String path) {
        return routes.containsKey(path);
    }

    /**
     * Answers a request.
     *
     * @param path its path, decoded, without the query
     * @param request stays the caller's
     * @return the answer; the caller sends and releases it
     */
    public FullHttpResponse answer(String path, FullHttpRequest request) {
        Route route = routes.get(path);
        if (route == null) {
            return Responses.text(HttpResponseStatus.NOT_FOUND, "There is nothing at this address.\n");
        }
        if (!request.method().equals(HttpMethod.GET) && !request.method().equals(HttpMethod.HEAD)) {
            FullHttpResponse refusal =
                    Responses.text(HttpResponseStatus.METHOD_NOT_ALLOWED, "This address is only read.\n");
            refusal.headers().set(HttpHeaderNames.ALLOW, "GET, HEAD");
            return refusal;
        }
        return route.answer(request);
    }
}
