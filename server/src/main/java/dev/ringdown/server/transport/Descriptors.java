package dev.ringdown.server.transport;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many connections the process's file limit leaves room for. A process that has no descriptor left cannot even refuse
 * anybody, so fewer connections are let in than there could be.
 */
final class Descriptors {
    private static final Logger LOG = LoggerFactory.getLogger(Descriptors.class);
    private static final Path LIMITS = Path.of("/proc/self/limits");
    private static final Path OPEN = Path.of("/proc/self/fd");
    private static final Pattern MAX_OPEN_FILES = Pattern.compile("Max open files +(\\d+) ");

    /** For what is opened later: the ports, rooms that are stored, classes that are loaded, a flight recording. */
    private static final int FOR_FILES = 32;

    private Descriptors() {}

    /**
     * How many connections to let in.
     *
     * @param wanted as it is configured; 0 for as many as there can be
     * @param reserved how many descriptors other connections may take
     * @return 0 for any number, where the limit is not known
     */
    static int connections(int wanted, int reserved) {
        long limit = limit();
        if (limit == 0) {
            return wanted;
        }
        int possible = Math.clamp(limit - open() - FOR_FILES - reserved, 1, Integer.MAX_VALUE);
        if (wanted > possible) {
            LOG.warn(
                    "At most {} connections, not limits.max-connections={}: the process may have {} files open",
                    possible,
                    wanted,
                    limit);
        } else if (wanted == 0) {
            LOG.info("At most {} connections: the process may have {} files open", possible, limit);
        }
        return wanted == 0 ? possible : Math.min(wanted, possible);
    }

    /** The soft limit, which Java has raised to the hard one; 0 if it is not known, or there is none. */
    private static long limit() {
        try {
            Matcher limit = MAX_OPEN_FILES.matcher(Files.readString(LIMITS));
            return limit.find() ? Long.parseLong(limit.group(1)) : 0;
        } catch (IOException notLinux) {
            return 0;
        }
    }

    private static long open() {
        try (Stream<Path> open = Files.list(OPEN)) {
            return open.count();
        } catch (IOException notLinux) {
            return 0;
        }
    }
}
