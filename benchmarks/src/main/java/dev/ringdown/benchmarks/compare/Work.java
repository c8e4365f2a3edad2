package dev.ringdown.benchmarks.compare;

import java.util.List;

/**
 * Something that every contestant is made to do, and by which its cost is measured.
 *
 * @param key what it is called on the command line and in the results
 * @param title what it is called in the table
 * @param shortTitle what it is called in charts
 * @param path the door
 * @param options of {@code ringdown load}
 * @param goal what Ringdown's CPU for each event may be, in the floor's
 */
record Work(String key, String title, String shortTitle, String path, List<String> options, double goal) {
    static final String OPEN = "open";

    /** All of them, in the order of the table. */
    static final List<Work> ALL = List.of(
            rooms("w1", "1 message in flight a pair, 300 B", "1 in flight", 1.05, "--conns=200", "--window=1"),
            rooms("w2", "2 in flight", "2 in flight", 0.55, "--conns=100", "--window=2"),
            rooms("w32", "32 in flight", "32 in flight", 0.15, "--conns=100", "--window=32"),
            rooms(
                    "sdp",
                    "3 KB description, 1 in flight",
                    "3 KB, 1 in flight",
                    1.10,
                    "--conns=200",
                    "--window=1",
                    "--kind=offer",
                    "--size=3000"),
            rooms(
                    OPEN,
                    "open loop, 20,000 messages/s over 1,000 connections, Poisson",
                    "20,000/s, open loop",
                    1.06,
                    "--conns=1000",
                    "--rate=20000",
                    "--poisson"),
            rooms(
                    "session",
                    "whole session: connect, join, offer, answer, 20 candidates, leave",
                    "rooms",
                    0.95,
                    "--mode=session",
                    "--conns=64"),
            pairs("pair-w2", "pairs: 2 in flight", "pairs, 2 in flight", 0.55, "--conns=100", "--window=2"),
            pairs("pair-session", "pairs: whole session", "pairs", 0.85, "--mode=session", "--conns=64"));

    Work {
        options = List.copyOf(options);
    }

    /** Whether an event is a session; otherwise it is a message. */
    boolean isSession() {
        return options.contains("--mode=session");
    }

    private static Work rooms(String key, String title, String shortTitle, double goal, String... options) {
        return new Work(key, title, shortTitle, "/ws", List.of(options), goal);
    }

    private static Work pairs(String key, String title, String shortTitle, double goal, String... options) {
        String[] all = new String[options.length + 1];
        all[0] = "--dialect=pair";
        System.arraycopy(options, 0, all, 1, options.length);
        return new Work(key, title, shortTitle, "/pair", List.of(all), goal);
    }
}
