package dev.ringdown.server.transport;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import dev.ringdown.server.simulation.Findings;
import io.netty.util.ResourceLeakDetector;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.LoggerFactory;

/**
 * Runs interleavings, one for each seed, until one finds something, and then looks for the shortest that still does. It is
 * loaded by the {@link dev.ringdown.server.simulation.SimulatingLoader}, with the server that it simulates.
 */
public final class Simulation {
    private static final int MOST_TRIES = 5_000;

    private Simulation() {}

    /** What the server logs as a warning or an error is wrong, as nothing that a client does may cause any. */
    private static final class Watch extends AppenderBase<ILoggingEvent> {
        @Override
        protected void append(ILoggingEvent event) {
            if (event.getLevel().isGreaterOrEqual(Level.WARN)) {
                StringBuilder text = new StringBuilder("logs: ").append(event.getFormattedMessage());
                for (IThrowableProxy cause = event.getThrowableProxy(); cause != null; cause = cause.getCause()) {
                    text.append(" | ").append(cause.getClassName()).append(": ").append(cause.getMessage());
                    StackTraceElementProxy[] frames = cause.getStackTraceElementProxyArray();
                    for (int i = 0; i < Math.min(12, frames.length); i++) {
                        text.append("\n        ").append(frames[i]);
                    }
                }
                Findings.report(text.toString());
            }
        }
    }

    /**
     * Runs the interleavings of a range of seeds.
     *
     * @return what the first bad one did, as lines for people; empty if there was none
     */
    public static List<String> run(long firstSeed, int count) {
        return watched(() -> search(firstSeed, count));
    }

    /** Everything that a seed does, as lines for people. */
    public static List<String> transcript(long seed) {
        return watched(() -> SimulatedRun.transcript(SimulatedInterleaving.of(seed)));
    }

    static List<String> watched(Supplier<List<String>> body) {
        ResourceLeakDetector.Level before = ResourceLeakDetector.getLevel();
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        Watch watch = new Watch();
        watch.start();
        List<Appender<ILoggingEvent>> others = new ArrayList<>();
        root.iteratorForAppenders().forEachRemaining(others::add);
        others.forEach(root::detachAppender);
        root.addAppender(watch);
        try {
            return body.get();
        } finally {
            root.detachAppender(watch);
            others.forEach(root::addAppender);
            watch.stop();
            ResourceLeakDetector.setLevel(before);
        }
    }

    private static List<String> search(long firstSeed, int count) {
        // what is made once and kept, is made before memory is counted
        SimulatedRun.findings(SimulatedInterleaving.of(firstSeed));
        for (int i = 0; i < count; i++) {
            SimulatedInterleaving interleaving = SimulatedInterleaving.of(firstSeed + i);
            if (!SimulatedRun.findings(interleaving).isEmpty()) {
                return report(interleaving, i + 1);
            }
        }
        return List.of();
    }

    private static List<String> report(SimulatedInterleaving bad, int number) {
        SimulatedInterleaving shortest = shortest(bad);
        List<String> lines = new ArrayList<>();
        lines.add("Seed " + bad.seed() + ", the interleaving number " + number + ", fails. Of its "
                + bad.steps().size() + " steps these " + shortest.steps().size() + " are enough (connections "
                + (bad.migrate() ? "migrate" : "do not migrate") + ", sockets "
                + (bad.detach() ? "leave" : "keep") + " their channels):");
        SimulatedRun.findings(bad).forEach(finding -> lines.add("  found: " + finding));
        SimulatedRun.trace(shortest).forEach(line -> lines.add("  " + line));
        return lines;
    }

    /** Leaves out chunks of steps, smaller and smaller ones, as long as something is still found. */
    private static SimulatedInterleaving shortest(SimulatedInterleaving bad) {
        SimulatedInterleaving best = bad;
        int tries = 0;
        for (int chunk = bad.steps().size() / 2; chunk >= 1; chunk /= 2) {
            boolean again = true;
            while (again && tries < MOST_TRIES) {
                again = false;
                for (int from = 0; from < best.steps().size() && tries < MOST_TRIES; ) {
                    List<SimulatedStep> fewer = new ArrayList<>(best.steps());
                    fewer.subList(from, Math.min(fewer.size(), from + chunk)).clear();
                    SimulatedInterleaving candidate = best.with(fewer);
                    tries++;
                    if (SimulatedRun.findings(candidate).isEmpty()) {
                        from += chunk;
                    } else {
                        best = candidate;
                        again = true;
                    }
                }
            }
        }
        return best;
    }
}
