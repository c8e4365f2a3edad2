package dev.ringdown.server.simulation;

import java.util.ArrayList;
import java.util.List;

/** What the simulated server did that it must not do. Some of it happens where an exception would be swallowed. */
public final class Findings {
    private static final List<String> FOUND = new ArrayList<>();

    private Findings() {}

    /** Something is wrong. */
    public static void report(String what) {
        Actor actor = Actor.running();
        FOUND.add(actor == null ? what : actor + ": " + what);
    }

    /** Something is wrong unless a condition holds. */
    public static void check(boolean holds, String otherwise) {
        if (!holds) {
            report(otherwise);
        }
    }

    /** Everything that was found since {@link #clear}, in order. */
    public static List<String> all() {
        return FOUND;
    }

    /** Begins again. */
    public static void clear() {
        FOUND.clear();
    }
}
