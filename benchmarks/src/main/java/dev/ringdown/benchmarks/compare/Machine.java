package dev.ringdown.benchmarks.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What the figures were measured on.
 *
 * @param load the load average of the minute before the start: how busy the machine was with other things
 */
record Machine(String cpu, int cores, long memoryGib, String kernel, String java, double load) {
    /** Above this, other work shows in the figures. */
    private static final double QUIET = 0.5;

    /** This one, now; {@code java} is the version that the servers run on. */
    static Machine here(String java) throws IOException {
        return new Machine(
                first("/proc/cpuinfo", "model name"),
                Runtime.getRuntime().availableProcessors(),
                Math.round(Long.parseLong(first("/proc/meminfo", "MemTotal").replaceAll("\\D", "")) / 1024.0 / 1024.0),
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                java,
                Double.parseDouble(Files.readString(Path.of("/proc/loadavg")).split(" ", 2)[0]));
    }

    boolean isQuiet() {
        return load <= QUIET;
    }

    /** All of it, in a line. */
    String words() {
        return cpu + ", " + cores + " cores, " + memoryGib + " GiB; " + kernel + "; Java " + java
                + "; load average at the start " + load;
    }

    private static String first(String file, String key) throws IOException {
        try (Stream<String> lines = Files.lines(Path.of(file))) {
            return lines.filter(line -> line.startsWith(key))
                    .map(line -> line.substring(line.indexOf(':') + 1).trim())
                    .findFirst()
                    .orElse("unknown " + key);
        }
    }
}
