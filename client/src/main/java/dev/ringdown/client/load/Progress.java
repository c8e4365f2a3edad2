package dev.ringdown.client.load;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Shows how far a run is: on a terminal as a bar that moves, otherwise as a line every few seconds. */
final class Progress {
    /** What is shown, of all loops together. */
    record Snapshot(long connected, long sent, long arrived, long sessions, long faults) {
        static final Snapshot NONE = new Snapshot(0, 0, 0, 0, 0);

        static Snapshot of(Tally tally) {
            return new Snapshot(tally.connected, tally.sent, tally.arrived, tally.sessions, tally.faults());
        }

        Snapshot plus(Snapshot other) {
            return new Snapshot(
                    connected + other.connected,
                    sent + other.sent,
                    arrived + other.arrived,
                    sessions + other.sessions,
                    faults + other.faults);
        }
    }

    private static final int BAR = 24;
    private static final long TERMINAL_NANOS = 200_000_000L;
    private static final long PLAIN_NANOS = 5_000_000_000L;

    private final PrintStream out;
    private final boolean terminal;
    private final boolean silent;
    private final LoadPlan plan;
    private long shownNanos = System.nanoTime();
    private long fromNanos;
    private long toNanos;
    private boolean lineOpen;
    private Snapshot last = Snapshot.NONE;

    private Progress(PrintStream out, boolean terminal, boolean silent, LoadPlan plan) {
        this.out = out;
        this.terminal = terminal;
        this.silent = silent;
        this.plan = plan;
    }

    /** Shows nothing. */
    static Progress none(LoadPlan plan) {
        return new Progress(System.err, false, true, plan);
    }

    /** A bar when {@code terminal}, otherwise plain lines. */
    static Progress on(PrintStream out, boolean terminal, LoadPlan plan) {
        return new Progress(out, terminal, false, plan);
    }

    /** Whether standard error is a terminal; where there is no /proc to tell, it is taken for none. */
    static boolean isTerminal() {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/2")).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    /** The measured window, on the clock of {@link System#nanoTime}. */
    void window(long from, long to) {
        fromNanos = from;
        toNanos = to;
    }

    /** Whether it is time to show something again. */
    boolean isDue() {
        return !silent && System.nanoTime() - shownNanos >= (terminal ? TERMINAL_NANOS : PLAIN_NANOS);
    }

    void show(String phase, Snapshot now) {
        if (silent) {
            return;
        }
        long nanos = System.nanoTime();
        double seconds = (nanos - shownNanos) / 1e9;
        StringBuilder line = new StringBuilder();
        if (phase.equals("measuring")) {
            line.append(time(nanos)).append(rate(now, seconds));
        } else if (plan.sessions()) {
            line.append(phase).append("  sessions ").append(now.sessions);
        } else {
            line.append(phase)
                    .append("  peers ")
                    .append(now.connected)
                    .append('/')
                    .append(plan.peers());
            line.append("  under way ").append(now.sent - now.arrived);
        }
        line.append("  faults ").append(now.faults);
        print(line.toString());
        shownNanos = nanos;
        last = now;
    }

    /** Takes the bar away. */
    void end() {
        if (lineOpen) {
            out.print("\r\u001b[K");
            out.flush();
            lineOpen = false;
        }
    }

    private String time(long nanos) {
        if (nanos < fromNanos) {
            return String.format(Locale.ROOT, "warming up, %.1f s left", (fromNanos - nanos) / 1e9);
        }
        double share = Math.min(1, (double) (nanos - fromNanos) / (toNanos - fromNanos));
        String time = String.format(Locale.ROOT, "%.1f/%.1f s", (nanos - fromNanos) / 1e9, (toNanos - fromNanos) / 1e9);
        int full = (int) (share * BAR);
        return terminal ? "[" + "#".repeat(full) + "-".repeat(BAR - full) + "] " + time : time;
    }

    private String rate(Snapshot now, double seconds) {
        String messages = String.format(Locale.ROOT, "  %.0f messages/s", (now.arrived - last.arrived) / seconds);
        return plan.sessions()
                ? String.format(Locale.ROOT, "  %.0f sessions/s", (now.sessions - last.sessions) / seconds) + messages
                : messages;
    }

    private void print(String line) {
        if (terminal) {
            out.print("\r" + line + "\u001b[K");
            lineOpen = true;
        } else {
            out.println(line);
        }
        out.flush();
    }
}
