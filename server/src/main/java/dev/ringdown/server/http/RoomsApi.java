package dev.ringdown.server.http;

import dev.ringdown.protocol.CloseReason;
import dev.ringdown.server.config.FlyxSettings;
import dev.ringdown.server.core.AddressRateLimiter;
import dev.ringdown.server.core.HostedRoom;
import dev.ringdown.server.core.HostedRooms;
import dev.ringdown.server.core.Peer;
import dev.ringdown.server.core.RoomOptions;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Flyx rooms over HTTP, in JSON, as {@code openapi.json} describes it: whoever knows a room's id may look at it, change
 * and delete it; operators may list all rooms and remove a client from one. What is wrong is answered with a {@link
 * HttpProblem}. Any event loop.
 */
public final class RoomsApi {
    private static final Logger LOG = LoggerFactory.getLogger(RoomsApi.class);
    private static final HttpMethod POST = HttpMethod.POST;
    private static final int DEFAULT_PAGE = 100;
    private static final int LARGEST_PAGE = 1000;
    private static final int RETRY_WHEN_FULL_SECONDS = 60;

    private final HostedRooms rooms;
    private final AddressRateLimiter misses;
    private final AddressRateLimiter made;
    private final RoomJson json;

    /**
     * @param misses how often an address may ask for a room that is not there, here and over WebSocket together
     * @param made how often an address may make a room
     */
    public RoomsApi(FlyxSettings settings, HostedRooms rooms, AddressRateLimiter misses, AddressRateLimiter made) {
        this.rooms = rooms;
        this.misses = misses;
        this.made = made;
        this.json = new RoomJson(settings);
    }

    /** Adds what is for everybody. */
    public void addTo(Routes.Builder routes) {
        byte[] description = description();
        routes.on(POST, "/room", guarded(this::make))
                .on(POST, "/rooms", guarded(this::make))
                .on(HttpMethod.GET, "/rooms/{id}", guarded(call -> now(json.room(room(call)))))
                .on(HttpMethod.PATCH, "/rooms/{id}", guarded(this::change))
                .on(HttpMethod.DELETE, "/rooms/{id}", guarded(this::delete))
                .get("/openapi.json", request -> Responses.json(HttpResponseStatus.OK, description));
    }

    /** Adds what is for operators. */
    public void addToManagement(Routes.Builder routes) {
        routes.on(HttpMethod.GET, "/rooms", guarded(this::list))
                .on(HttpMethod.GET, "/rooms/{id}", guarded(call -> now(json.roomWithPeers(known(call)))))
                .on(HttpMethod.DELETE, "/rooms/{id}/peers/{peerId}", guarded(this::kick));
    }

    private CompletionStage<FullHttpResponse> make(HttpExchange call) {
        RoomOptions options = json.options(body(call));
        if (options.persistent() && !rooms.keepsRooms()) {
            throw new HttpProblem(
                    HttpResponseStatus.UNPROCESSABLE_ENTITY,
                    "not-persistent",
                    "This server keeps no rooms: its operator has to set data.directory.");
        }
        if (!made.spend(call.remote())) {
            throw tooMany("Too many rooms were made from this address.", made);
        }
        CompletionStage<HostedRoom> making = switch (rooms.make(options, call.remote())) {
            case HostedRooms.Begun begun -> begun.room();
            case HostedRooms.Refusal refusal -> throw refused(refusal);
        };
        return making.thenApply(room -> {
            FullHttpResponse response = Responses.json(HttpResponseStatus.CREATED, RoomJson.bytes(json.room(room)));
            response.headers().set(HttpHeaderNames.LOCATION, "/rooms/" + room.id());
            return response;
        });
    }

    private static HttpProblem refused(HostedRooms.Refusal refusal) {
        return switch (refusal) {
            case FULL ->
                new HttpProblem(
                        HttpResponseStatus.SERVICE_UNAVAILABLE,
                        "too-many-rooms",
                        "There are as many rooms as this server takes.",
                        RETRY_WHEN_FULL_SECONDS);
            case TOO_MANY_OF_ADDRESS ->
                new HttpProblem(
                        HttpResponseStatus.TOO_MANY_REQUESTS,
                        "too-many-rooms-of-address",
                        "As many rooms of this address are there as it may have; delete one, or wait until one expires.",
                        RETRY_WHEN_FULL_SECONDS);
        };
    }

    private CompletionStage<FullHttpResponse> change(HttpExchange call) {
        HostedRoom room = room(call);
        ObjectNode patch = RoomJson.object(body(call));
        return rooms.change(room, options -> json.patched(options, patch))
                .thenApply(
                        isThere -> isThere ? ok(json.room(room)) : unknownRoom().response());
    }

    private CompletionStage<FullHttpResponse> delete(HttpExchange call) {
        return rooms.delete(room(call)).thenApply(done -> Responses.empty(HttpResponseStatus.NO_CONTENT));
    }

    /** A page of rooms, put together away from the event loops, which have messages to relay. */
    private CompletionStage<FullHttpResponse> list(HttpExchange call) {
        String after = Objects.requireNonNullElse(call.query("after"), "");
        int limit = limit(call.query("limit"));
        return CompletableFuture.supplyAsync(() -> ok(page(after, limit)), Thread::startVirtualThread);
    }

    private ObjectNode page(String after, int limit) {
        ObjectNode list = RoomJson.object();
        ArrayNode shown = list.putArray("rooms");
        String last = "";
        for (HostedRoom room : rooms.after(after)) {
            if (shown.size() == limit) {
                return list.put("next", "/rooms?limit=" + limit + "&after=" + last);
            }
            shown.add(json.room(room));
            last = room.id();
        }
        return list.putNull("next");
    }

    private static int limit(@Nullable String text) {
        try {
            int limit = text == null ? DEFAULT_PAGE : Integer.parseInt(text);
            if (limit >= 1 && limit <= LARGEST_PAGE) {
                return limit;
            }
        } catch (NumberFormatException notANumber) {
            // said below
        }
        throw new HttpProblem(
                HttpResponseStatus.BAD_REQUEST,
                "bad-parameter",
                "'limit' is not a whole number from 1 to %d.".formatted(LARGEST_PAGE));
    }

    private CompletionStage<FullHttpResponse> kick(HttpExchange call) {
        String id = call.parameter("peerId");
        byte[] bytes = id.getBytes(StandardCharsets.UTF_8);
        for (Peer peer : known(call).occupants().everybody()) {
            if (peer.id().isAt(bytes, 0, bytes.length)) {
                peer.close(CloseReason.KICKED);
                return CompletableFuture.completedStage(Responses.empty(HttpResponseStatus.NO_CONTENT));
            }
        }
        throw new HttpProblem(HttpResponseStatus.NOT_FOUND, "unknown-peer", "There is no such client in this room.");
    }

    /** The room that a path names; asking for one that is not there is counted. */
    private HostedRoom room(HttpExchange call) {
        if (misses.isSpent(call.remote())) {
            throw tooMany("Too many rooms that are not there were asked for from this address.", misses);
        }
        HostedRoom room = rooms.find(call.parameter("id"));
        if (room == null) {
            misses.spend(call.remote());
            throw unknownRoom();
        }
        return room;
    }

    /** The same for operators, who may ask as often as they like. */
    private HostedRoom known(HttpExchange call) {
        HostedRoom room = rooms.find(call.parameter("id"));
        if (room == null) {
            throw unknownRoom();
        }
        return room;
    }

    private static HttpProblem unknownRoom() {
        return new HttpProblem(HttpResponseStatus.NOT_FOUND, "unknown-room", "There is no such room.");
    }

    private static HttpProblem tooMany(String detail, AddressRateLimiter budget) {
        return new HttpProblem(
                HttpResponseStatus.TOO_MANY_REQUESTS, "rate-limited", detail, budget.retryAfterSeconds());
    }

    private static byte[] body(HttpExchange call) {
        byte[] body = ByteBufUtil.getBytes(call.request().content());
        String type = call.request().headers().get(HttpHeaderNames.CONTENT_TYPE);
        if (body.length > 0 && type != null && !isJson(type)) {
            throw new HttpProblem(
                    HttpResponseStatus.UNSUPPORTED_MEDIA_TYPE, "not-json", "The body's Content-Type is not JSON.");
        }
        return body;
    }

    private static boolean isJson(String type) {
        String media = type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return media.equals("application/json") || media.endsWith("+json");
    }

    /** Turns what went wrong, at once or later, into an answer. */
    private static Operation guarded(Operation operation) {
        return call -> {
            try {
                return operation.answer(call).exceptionally(RoomsApi::failed);
            } catch (HttpProblem problem) {
                return CompletableFuture.completedStage(problem.response());
            }
        };
    }

    private static FullHttpResponse failed(Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof HttpProblem problem) {
            return problem.response();
        }
        if (cause instanceof IOException) {
            LOG.warn("A room could not be stored: {}", cause.getMessage());
            return new HttpProblem(
                            HttpResponseStatus.INSUFFICIENT_STORAGE,
                            "not-stored",
                            "The server could not write this to its disk; nothing has changed.",
                            RETRY_WHEN_FULL_SECONDS)
                    .response();
        }
        LOG.error("A fault while answering a request for a room", cause);
        return new HttpProblem(HttpResponseStatus.INTERNAL_SERVER_ERROR, "internal-error", "The server failed.")
                .response();
    }

    private static CompletionStage<FullHttpResponse> now(ObjectNode json) {
        return CompletableFuture.completedStage(ok(json));
    }

    private static FullHttpResponse ok(ObjectNode json) {
        return Responses.json(HttpResponseStatus.OK, RoomJson.bytes(json));
    }

    private static byte[] description() {
        try (InputStream in = RoomsApi.class.getResourceAsStream("/openapi.json")) {
            if (in == null) {
                throw new IllegalStateException("openapi.json is not on the class path");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
