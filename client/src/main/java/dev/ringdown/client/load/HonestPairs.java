package dev.ringdown.client.load;

import java.net.InetSocketAddress;
import java.net.URI;

/**
 * Pairs that talk through a server of the rooms protocol while something else happens to it, and find out whether that hurts
 * them: every message is verified, and a connection that ends is a fault. One thread runs it, any may stop it.
 */
public final class HonestPairs {
    private static final double LONGEST_SECONDS = 3600;
    private static final double JOIN_WITHIN_SECONDS = 30;
    private static final int BYTES = 300;

    /**
     * What became of them.
     *
     * @param lost messages that never arrived
     * @param worstMillis from the time at which a message was to be sent to its arrival
     * @param fault what went wrong first; empty if nothing did
     */
    public record Outcome(long sent, long arrived, long lost, double worstMillis, String fault) {}

    private final LoadRun run;

    /**
     * @param server where the rooms are, at {@code /ws}
     * @param perSecond messages in all, in an open loop
     * @param drainSeconds without an arrival after which, in the end, what is under way counts as lost
     */
    public HonestPairs(InetSocketAddress server, int pairs, double perSecond, double drainSeconds) {
        URI uri = URI.create("ws://127.0.0.1:" + server.getPort() + "/ws");
        LoadPlan plan = new LoadPlan(
                uri,
                server,
                "honest" + System.nanoTime(),
                LoadDialect.ROOMS,
                false,
                new Pace.OpenLoop(perSecond, false),
                2 * pairs,
                2,
                MessageKind.CANDIDATE,
                BYTES,
                LoadPlan.From.ABSENT,
                0,
                LONGEST_SECONDS,
                0,
                drainSeconds,
                JOIN_WITHIN_SECONDS,
                2 * pairs,
                1,
                1,
                null);
        this.run = new LoadRun(plan, Progress.none(plan));
    }

    /** Runs until it is stopped. */
    public Outcome run() throws InterruptedException {
        Tally tally = run.call().tally();
        String fault = "";
        for (Fault kind : Fault.values()) {
            if (fault.isEmpty() && tally.count(kind) > 0) {
                fault = kind.words() + " ×" + tally.count(kind) + ": " + tally.example(kind);
            }
        }
        double worst = tally.latency.getMaxValue() / 1e6;
        return new Outcome(tally.sent, tally.arrived, tally.sent - tally.arrived, worst, fault);
    }

    /** Waits until they talk; from any thread. */
    public void awaitBegun() throws InterruptedException {
        run.awaitBegun((int) JOIN_WITHIN_SECONDS);
    }

    /** Lets them say no more, wait for what is under way, and leave. */
    public void stop() {
        run.stop();
    }
}
