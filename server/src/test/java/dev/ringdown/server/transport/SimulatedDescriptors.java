package dev.ringdown.server.transport;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The table of a process's descriptors: each gets the lowest number that is free, so that numbers are used again. */
final class SimulatedDescriptors {
    private static final int FIRST = 10;
    private final List<@Nullable SimulatedSocket> open = new ArrayList<>();

    int open(SimulatedSocket socket) {
        int free = open.indexOf(null);
        if (free < 0) {
            free = open.size();
            open.add(socket);
        } else {
            open.set(free, socket);
        }
        return FIRST + free;
    }

    void close(int descriptor) {
        open.set(descriptor - FIRST, null);
    }

    /** The socket behind a number; null if there is none. */
    @Nullable
    SimulatedSocket of(int descriptor) {
        return open.get(descriptor - FIRST);
    }

    /** Those that are open. */
    List<SimulatedSocket> all() {
        List<SimulatedSocket> all = new ArrayList<>();
        for (SimulatedSocket socket : open) {
            if (socket != null) {
                all.add(socket);
            }
        }
        return all;
    }
}
