package dev.ringdown.server.transport;

import dev.ringdown.server.dialect.Dialect;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The dialects that are spoken, and which path of a listener leads to which of them. Immutable once made, any thread.
 */
public final class Doors {
    /** The row of the counters for what happens before a door is chosen. */
    static final int HTTP_ROW = 0;

    /**
     * A dialect that is spoken.
     *
     * @param row the dialect's row in the counters
     */
    record Door(Dialect dialect, int row) {}

    private final List<String> rows = new ArrayList<>(List.of("http"));
    private final List<Door> all;
    private final Map<String, Door> byPath = new LinkedHashMap<>();
    private @Nullable Door anyPath;

    /**
     * @param dialects those with a path have one of their own
     */
    public Doors(List<Dialect> dialects) {
        all = new ArrayList<>();
        for (Dialect dialect : dialects) {
            Door door = new Door(dialect, rowOf(dialect));
            all.add(door);
            String path = dialect.path();
            if (path != null && byPath.putIfAbsent(path, door) != null) {
                throw new IllegalArgumentException("path: " + path + " (expected: one that is not taken)");
            }
        }
    }

    /** Doors of one name are counted as one. */
    private int rowOf(Dialect dialect) {
        int row = rows.indexOf(dialect.name());
        if (row < 0) {
            row = rows.size();
            rows.add(dialect.name());
        }
        return row;
    }

    private Doors(List<Door> all, @Nullable Door anyPath) {
        this.all = all;
        this.anyPath = anyPath;
    }

    /** The doors of a listener that has none. */
    Doors none() {
        return new Doors(all, null);
    }

    /** The doors of a listener where every path leads to one dialect. */
    Doors only(Dialect dialect) {
        return new Doors(all, of(dialect));
    }

    /** The door of a dialect. */
    Door of(Dialect dialect) {
        return all.stream()
                .filter(door -> door.dialect().equals(dialect))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("dialect: " + dialect.name() + " is not spoken"));
    }

    /** The door that a path leads to, if there is one. */
    @Nullable
    Door at(String path) {
        Door door = byPath.get(path);
        int slash = path.lastIndexOf('/') + 1;
        if (door == null && slash < path.length()) {
            door = byPath.get(path.substring(0, slash));
        }
        return door == null ? anyPath : door;
    }

    /** The names of the counters' rows, in their order. */
    public List<String> rows() {
        return List.copyOf(rows);
    }
}
