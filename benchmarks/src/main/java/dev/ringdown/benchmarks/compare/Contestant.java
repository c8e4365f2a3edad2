package dev.ringdown.benchmarks.compare;

import java.util.List;

/**
 * A server that takes part.
 *
 * @param name what it is called on the command line and in the results
 * @param label what it is called in table and charts
 * @param command starts it on a free port of 127.0.0.1; it says {@code ready}, and the port, on standard output
 * @param isJava whether it has to be warmed at length, and can be told to collect its garbage
 */
record Contestant(String name, String label, List<String> command, boolean isJava) {
    /** The name of the one that the others are measured by. */
    static final String FLOOR = "floor";

    Contestant {
        command = List.copyOf(command);
    }
}
