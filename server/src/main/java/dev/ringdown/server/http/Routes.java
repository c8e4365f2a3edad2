package dev.ringdown.server.http;

import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The paths that one listener answers. Immutable, any event loop. What can be read with GET can be with HEAD; a method
 * that a path does not have gets 405, a path that nobody added 404.
 */
public final class Routes {
    /** What there is at the paths of one template, by method. */
    private record Place(String template, List<String> segments, Map<HttpMethod, Operation> operations) {
        /** What stands in a path in the place of the names; null if the path is not one of this template's. */
        @Nullable
        Map<String, String> match(List<String> path) {
            if (path.size() != segments.size()) {
                return null;
            }
            Map<String, String> parameters = new LinkedHashMap<>();
            for (int i = 0; i < path.size(); i++) {
                String segment = segments.get(i);
                if (segment.startsWith("{")) {
                    parameters.put(segment.substring(1, segment.length() - 1), path.get(i));
                } else if (!segment.equals(path.get(i))) {
                    return null;
                }
            }
            return parameters;
        }
    }

    /** A place with what a path says there. */
    private record Found(Place place, Map<String, String> parameters) {}

    private final Map<String, Place> byPath = new LinkedHashMap<>();
    private final List<Place> templates = new ArrayList<>();
    private final Predicate<FullHttpRequest> admitted;

    private Routes(Map<String, Place> places, Predicate<FullHttpRequest> admitted) {
        this.admitted = admitted;
        places.forEach((template, place) -> {
            if (template.contains("{")) {
                templates.add(place);
            } else {
                byPath.put(template, place);
            }
        });
    }

    /** Gathers routes. */
    public static final class Builder {
        private final Map<String, Place> places = new LinkedHashMap<>();
        private Predicate<FullHttpRequest> admitted = request -> true;

        /** Answers other requests than these with 403, whatever their path. */
        public Builder onlyIf(Predicate<FullHttpRequest> admitted) {
            this.admitted = admitted;
            return this;
        }

        /** Answers a path, to the letter, with a route. */
        public Builder get(String path, Route route) {
            return on(HttpMethod.GET, path, call -> CompletableFuture.completedStage(route.answer(call.request())));
        }

        /**
         * Answers a method on the paths of a template with an operation.
         *
         * @param template a path in which {@code {name}} stands for any one segment
         */
        public Builder on(HttpMethod method, String template, Operation operation) {
            Place place =
                    places.computeIfAbsent(template, added -> new Place(added, segments(added), new LinkedHashMap<>()));
            if (place.operations().putIfAbsent(method, operation) != null) {
                throw new IllegalArgumentException("path: " + template + " (expected: one that is not taken)");
            }
            return this;
        }

        /** All that was gathered. */
        public Routes build() {
            return new Routes(places, admitted);
        }
    }

    /** Begins to gather routes. */
    public static Builder builder() {
        return new Builder();
    }

    /** Every method and template, as {@code GET /rooms/{id}}. */
    public List<String> all() {
        List<String> all = new ArrayList<>();
        List<Place> places = new ArrayList<>(byPath.values());
        places.addAll(templates);
        places.forEach(
                place -> place.operations().keySet().forEach(method -> all.add(method + " " + place.template())));
        return all;
    }

    /** Whether there is an answer for a path. */
    public boolean has(String path) {
        return find(path) != null;
    }

    /**
     * Begins to answer a request.
     *
     * @param path its path, decoded, without the query
     * @param request stays the caller's, until this returns
     * @param remote the client's address
     * @return the answer, now or later, from any thread; the caller sends and releases it
     */
    public CompletionStage<FullHttpResponse> answer(String path, FullHttpRequest request, InetAddress remote) {
        if (!admitted.test(request)) {
            return CompletableFuture.completedStage(Responses.text(
                    HttpResponseStatus.FORBIDDEN, "This Host or Origin is not one that is answered here.\n"));
        }
        Found found = find(path);
        if (found == null) {
            return CompletableFuture.completedStage(
                    Responses.text(HttpResponseStatus.NOT_FOUND, "There is nothing at this address.\n"));
        }
        HttpMethod method = request.method().equals(HttpMethod.HEAD) ? HttpMethod.GET : request.method();
        Operation operation = found.place().operations().get(method);
        return operation == null
                ? CompletableFuture.completedStage(notAllowed(found.place()))
                : operation.answer(new HttpExchange(request, found.parameters(), remote));
    }

    private static List<String> segments(String path) {
        return List.of(path.split("/", -1));
    }

    private @Nullable Found find(String path) {
        Place exact = byPath.get(path);
        if (exact != null) {
            return new Found(exact, Map.of());
        }
        List<String> segments = segments(path);
        for (Place place : templates) {
            Map<String, String> parameters = place.match(segments);
            if (parameters != null) {
                return new Found(place, parameters);
            }
        }
        return null;
    }

    private static FullHttpResponse notAllowed(Place place) {
        List<String> allowed = new ArrayList<>();
        for (HttpMethod method : place.operations().keySet()) {
            allowed.add(method.name());
            if (method.equals(HttpMethod.GET)) {
                allowed.add(HttpMethod.HEAD.name());
            }
        }
        String methods = String.join(", ", allowed);
        FullHttpResponse refusal =
                Responses.text(HttpResponseStatus.METHOD_NOT_ALLOWED, "This address takes " + methods + ".\n");
        refusal.headers().set(HttpHeaderNames.ALLOW, methods);
        return refusal;
    }
}
