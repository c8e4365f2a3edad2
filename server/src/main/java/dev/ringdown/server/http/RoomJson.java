package dev.ringdown.server.http;

import dev.ringdown.server.config.FlyxSettings;
import dev.ringdown.server.core.HostedRoom;
import dev.ringdown.server.core.Occupants;
import dev.ringdown.server.core.Peer;
import dev.ringdown.server.core.ReplayBuffer;
import dev.ringdown.server.core.RoomOptions;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Rooms as the REST interface shows and takes them. Immutable, any thread. */
final class RoomJson {
    private static final String MAX_CLIENTS = "max_clients";
    private static final String IDLE_TIMEOUT = "idle_timeout_seconds";
    private static final String TIME_TO_LIVE = "time_to_live_seconds";
    private static final String PERSISTENT = "persistent";
    private static final String METADATA = "metadata";
    private static final Set<String> KEYS =
            new TreeSet<>(Set.of(MAX_CLIENTS, IDLE_TIMEOUT, TIME_TO_LIVE, PERSISTENT, METADATA));
    private static final int MAX_SECONDS = 10 * 365 * 24 * 60 * 60;

    private final FlyxSettings settings;

    /** A class of its own, so that the first request makes it: a start need not wait 40 ms for what most servers never use. */
    private static final class Mapper {
        static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                        .streamReadConstraints(StreamReadConstraints.builder()
                                .maxNestingDepth(16)
                                .maxNumberLength(38)
                                .build())
                        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                        .build())
                .build();
    }

    RoomJson(FlyxSettings settings) {
        this.settings = settings;
    }

    // ---- what is shown

    /** A room with its configuration and its state, as anybody who knows its id may see it. */
    ObjectNode room(HostedRoom room) {
        Occupants present = room.occupants();
        RoomOptions options = room.options();
        ObjectNode json = Mapper.JSON.createObjectNode();
        json.put("id", room.id());
        json.put("path", settings.path() + "/" + room.id());
        json.put("created_at", room.createdAt().toString());
        if (options.timeToLive().isZero()) {
            json.putNull("expires_at");
        } else {
            json.put("expires_at", room.createdAt().plus(options.timeToLive()).toString());
        }
        json.set("configuration", configuration(options));
        ObjectNode status = json.putObject("status");
        status.put("sender", present.host() != null);
        status.put("receivers", present.guests().size());
        status.put("clients", present.size());
        status.put("full", present.size() >= options.maxPeers());
        return json;
    }

    /** A room with the ids of those in it, as operators see it. */
    ObjectNode roomWithPeers(HostedRoom room) {
        ObjectNode json = room(room);
        Occupants present = room.occupants();
        var peers = json.putArray("peers");
        for (Peer peer : present.everybody()) {
            peers.addObject()
                    .put("id", peer.id().toString())
                    .put("role", peer == present.host() ? "sender" : "receiver")
                    .put("connected", !(peer.link() instanceof ReplayBuffer));
        }
        return json;
    }

    static ObjectNode object() {
        return Mapper.JSON.createObjectNode();
    }

    /** A document as it goes out. */
    static byte[] bytes(JsonNode json) {
        return Mapper.JSON.writeValueAsBytes(json);
    }

    private static ObjectNode configuration(RoomOptions options) {
        ObjectNode json = Mapper.JSON.createObjectNode();
        json.put(MAX_CLIENTS, options.maxPeers());
        json.put(IDLE_TIMEOUT, options.idleTimeout().toSeconds());
        json.put(TIME_TO_LIVE, options.timeToLive().toSeconds());
        json.put(PERSISTENT, options.persistent());
        json.set(METADATA, JsonTree.read(Mapper.JSON, options.metadata()));
        return json;
    }

    // ---- what is taken

    /**
     * The configuration that a new room is to have.
     *
     * @param body one JSON object, or nothing
     * @throws HttpProblem if it is neither, or has a member that is unknown or out of its range
     */
    RoomOptions options(byte[] body) {
        return options(body.length == 0 ? Mapper.JSON.createObjectNode() : object(body));
    }

    /**
     * The configuration that a room is to have after a change, which is a merge patch (RFC 7396): members that it lacks
     * stay as they are, those that it has as {@code null} go back to the default.
     *
     * @param patch stays as it is
     * @throws HttpProblem as {@link #options}, and if the change would make the room persistent or no longer so
     */
    RoomOptions patched(RoomOptions options, ObjectNode patch) {
        ObjectNode merged = configuration(options);
        merge(merged, patch);
        // what no patch can change needs no default either
        if (!merged.has(PERSISTENT)) {
            merged.put(PERSISTENT, options.persistent());
        }
        RoomOptions changed = options(merged);
        if (changed.persistent() != options.persistent()) {
            throw invalid("'" + PERSISTENT + "' is decided when a room is made, and cannot change.");
        }
        // times that it says nothing about may be longer than a client may ask for, such as those of the first room
        return new RoomOptions(
                changed.maxPeers(),
                patch.has(IDLE_TIMEOUT) ? changed.idleTimeout() : options.idleTimeout(),
                patch.has(TIME_TO_LIVE) ? changed.timeToLive() : options.timeToLive(),
                changed.persistent(),
                changed.metadata());
    }

    private RoomOptions options(ObjectNode json) {
        for (String key : json.propertyNames()) {
            if (!KEYS.contains(key)) {
                throw invalid("'%s' is unknown (expected: one of %s).".formatted(printable(key), KEYS));
            }
        }
        JsonNode persistent = json.path(PERSISTENT);
        if (!persistent.isMissingNode() && !persistent.isBoolean()) {
            throw invalid("'" + PERSISTENT + "' is not true or false.");
        }
        boolean kept = persistent.isBoolean() && persistent.booleanValue();
        return new RoomOptions(
                number(json, MAX_CLIENTS, 2, settings.maxClientsLimit(), settings.maxClients()),
                atMost(
                        kept ? settings.maxPersistentIdleTimeout() : settings.maxIdleTimeout(),
                        seconds(json, IDLE_TIMEOUT, kept ? Duration.ZERO : settings.idleTimeout())),
                atMost(
                        kept ? Duration.ZERO : settings.maxTimeToLive(),
                        seconds(json, TIME_TO_LIVE, kept ? Duration.ZERO : settings.timeToLive())),
                kept,
                metadata(json.path(METADATA)));
    }

    private static Duration seconds(ObjectNode json, String key, Duration otherwise) {
        return json.has(key) ? Duration.ofSeconds(number(json, key, 0, MAX_SECONDS, 0)) : otherwise;
    }

    /** A time, but no longer than another; of each, zero is for ever. */
    private static Duration atMost(Duration longest, Duration asked) {
        boolean isLonger = asked.isZero() || asked.compareTo(longest) > 0;
        return isLonger && !longest.isZero() ? longest : asked;
    }

    private static int number(ObjectNode json, String key, int min, int max, int otherwise) {
        JsonNode value = json.path(key);
        if (value.isMissingNode()) {
            return otherwise;
        }
        if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < min || value.intValue() > max) {
            throw invalid("'%s' is not a whole number from %d to %d.".formatted(key, min, max));
        }
        return value.intValue();
    }

    private String metadata(JsonNode json) {
        if (json.isMissingNode()) {
            return "{}";
        }
        if (!json.isObject()) {
            throw invalid("'" + METADATA + "' is not an object.");
        }
        String text = Mapper.JSON.writeValueAsString(json);
        if (text.getBytes(StandardCharsets.UTF_8).length > settings.maxMetadataBytes()) {
            throw invalid("'%s' is longer than %d bytes.".formatted(METADATA, settings.maxMetadataBytes()));
        }
        return text;
    }

    /**
     * A body as JSON, which is UTF-8 and nothing else (RFC 8259 §8.1).
     *
     * @throws HttpProblem if it is not one JSON object
     */
    static ObjectNode object(byte[] body) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
            if (JsonTree.read(Mapper.JSON, text) instanceof ObjectNode json) {
                return json;
            }
        } catch (CharacterCodingException notUtf8) {
            throw new HttpProblem(HttpResponseStatus.BAD_REQUEST, "bad-json", "The body is not UTF-8.");
        } catch (JacksonException notJson) {
            throw new HttpProblem(
                    HttpResponseStatus.BAD_REQUEST,
                    "bad-json",
                    "The body is not JSON: " + notJson.getOriginalMessage());
        }
        throw new HttpProblem(HttpResponseStatus.BAD_REQUEST, "bad-json", "The body is not a JSON object.");
    }

    private static void merge(ObjectNode target, ObjectNode patch) {
        for (Map.Entry<String, JsonNode> member : patch.properties()) {
            String key = member.getKey();
            if (member.getValue().isNull()) {
                target.remove(key);
            } else if (member.getValue() instanceof ObjectNode inner) {
                if (target.get(key) instanceof ObjectNode known) {
                    merge(known, inner);
                } else {
                    merge(target.putObject(key), inner);
                }
            } else {
                target.set(key, member.getValue());
            }
        }
    }

    private static HttpProblem invalid(String detail) {
        return new HttpProblem(HttpResponseStatus.UNPROCESSABLE_ENTITY, "invalid-configuration", detail);
    }

    private static String printable(String key) {
        String shown = key.length() > 40 ? key.substring(0, 40) + "…" : key;
        return shown.replaceAll("\\p{Cntrl}", "?");
    }
}
