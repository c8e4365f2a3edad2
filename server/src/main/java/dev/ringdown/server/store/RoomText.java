package dev.ringdown.server.store;

import dev.ringdown.server.core.RoomStore.StoredRoom;
import dev.ringdown.server.core.RoomTerms;
import java.time.Duration;
import java.time.Instant;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A room as the text that is kept of it: one JSON object. */
final class RoomText {
    private static final JsonMapper JSON = new JsonMapper();

    private RoomText() {}

    static String write(StoredRoom room) {
        return JSON.createObjectNode()
                .put("createdAt", room.createdAt().toEpochMilli())
                .put("maxPeers", room.terms().maxPeers())
                .put("idleTimeout", room.terms().idleTimeout().toMillis())
                .put("timeToLive", room.terms().timeToLive().toMillis())
                .put("metadata", room.terms().metadata())
                .toString();
    }

    /**
     * @throws IllegalArgumentException if the text is not one that {@link #write} wrote
     */
    static StoredRoom read(String id, String text) {
        try {
            JsonNode room = JSON.readTree(text);
            return new StoredRoom(
                    id,
                    Instant.ofEpochMilli(room.required("createdAt").longValue()),
                    new RoomTerms(
                            room.required("maxPeers").intValue(),
                            Duration.ofMillis(room.required("idleTimeout").longValue()),
                            Duration.ofMillis(room.required("timeToLive").longValue()),
                            true,
                            room.required("metadata").stringValue()));
        } catch (JacksonException notOurs) {
            throw new IllegalArgumentException("room " + id + " is not readable", notOurs);
        }
    }
}
