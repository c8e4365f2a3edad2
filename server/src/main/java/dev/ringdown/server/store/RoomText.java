package dev.ringdown.server.store;

import dev.ringdown.server.core.RoomOptions;
import dev.ringdown.server.core.RoomStore.StoredRoom;
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
                .put("maxPeers", room.options().maxPeers())
                .put("idleTimeout", room.options().idleTimeout().toMillis())
                .put("timeToLive", room.options().timeToLive().toMillis())
                .put("metadata", room.options().metadata())
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
                    new RoomOptions(
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
