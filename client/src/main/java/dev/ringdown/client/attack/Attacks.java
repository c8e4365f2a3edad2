package dev.ringdown.client.attack;

import java.util.List;
import java.util.stream.Stream;

/** The attacks there are. */
final class Attacks {
    /** Settings of a server for most of them: short deadlines, so that what they lead to is seen soon. */
    static final List<String> COMMON = List.of(
            "http.handshake-timeout=3s",
            "output.stalled-timeout=2s",
            "websocket.deflate=true",
            "bridge.websocket=true",
            "flyx.max-rooms=10000",
            "flyx.max-rooms-per-minute=0");

    static final List<Attack> ALL = Stream.of(
                    HttpAttacks.ALL, FrameAttacks.ALL, RoomsAttacks.ALL, FlyxAttacks.ALL, ProcessAttacks.ALL)
            .flatMap(List::stream)
            .toList();

    /** How many times dearer what is steered by the attacker may be than the same work that is not. */
    static final double DEAREST = 10;

    private Attacks() {}

    /** Measures in nanoseconds what a server computes for some work. */
    static long cpuOf(Victim victim, Work work) throws Exception {
        long before = victim.cpuNanos();
        work.run();
        return victim.cpuNanos() - before;
    }

    /** Some work that an attacker gives a server, and waits for. */
    @FunctionalInterface
    interface Work {
        void run() throws Exception;
    }

    /** Says what two works cost, and that it is harm if the second is much dearer. */
    static void compare(Got got, long plainNanos, long steeredNanos) {
        long plainMillis = plainNanos / 1_000_000;
        long steeredMillis = steeredNanos / 1_000_000;
        got.add("CPU " + plainMillis + " ms, steered " + steeredMillis + " ms");
        // what the honest pairs and the compiler take meanwhile is in both
        got.expect(
                steeredMillis < 500 || steeredMillis < DEAREST * Math.max(plainMillis, 50),
                "steered by the attacker, the same work took " + steeredMillis + " ms of CPU instead of "
                        + plainMillis);
    }
}
