package dev.ringdown.server.transport;

import dev.ringdown.server.dialect.Dialect;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The WebSocket doors that are open: which path leads to which dialect. Immutable, any thread. */
public final class Doors {
    /** The row of the counters for what happens before a door is chosen. */
    static final int HTTP_ROW = 0;

    /**
     * One door.
     *
     * @param row the dialect's row in the counters
     */
    record Door(Dialect dialect, int row) {}

    private final Map<String, Door> byPath = new LinkedHashMap<>();

    /**
     * @param dialects each with a path of its own
     */
    public Doors(List<Dialect> dialects) {
        for (Dialect dialect : dialects) {
            Door taken = byPath.putIfAbsent(dialect.path(), new Door(dialect, byPath.size() + 1));
            if (taken != null) {
                throw new IllegalArgumentException("path: " + dialect.path() + " (expected: one that is not taken)");
            }
        }
    }

    /** The door at a path, if there is one. */
    @Nullable
    Door at(String path) {
        return byPath.get(path);
    }

    /** The names of the counters' rows, in their order. */
    public List<String> rows() {
        List<String> rows = new ArrayList<>(List.of("http"));
        byPath.values().forEach(door -> rows.add(door.dialect().name()));
        return rows;
    }
}
