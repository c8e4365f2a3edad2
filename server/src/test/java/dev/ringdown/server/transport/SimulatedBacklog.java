package dev.ringdown.server.transport;

import dev.ringdown.server.simulation.Actor;
import dev.ringdown.server.transport.SimulatedStep.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * One client sends another so much more than that one reads that it has to wait, or so much at once that it fills a mailbox: by
 * hand, as no seed would come there. Loaded by the {@link dev.ringdown.server.simulation.SimulatingLoader}.
 */
public final class SimulatedBacklog {
    /** Connects to loop 1, identifies and joins a room; one more is another loop. */
    private static final int CONNECT_AND_JOIN = 304;
    /** Sends four messages of 3000 bytes, which arrive. */
    private static final int SEND_MUCH = 0x1032;
    /** Sends four short messages, which arrive. */
    private static final int SEND_LITTLE = 0x1072;
    /** Joins another room. */
    private static final int GO = 0x1000;

    /** More than {@code output.max-pending-bytes} of the simulated server. */
    private static final int TIMES = 100;

    /** What a slow reader takes in a second, and for how long: more than {@code output.stalled-timeout}. */
    private static final int SIP = 1000;

    private static final int SLOW_SECONDS = 30;

    /** About so many times are half of it, so that the sender waits. */
    private static final int FIRST_CONGESTED = 42;

    private final List<SimulatedStep> steps = new ArrayList<>();

    private SimulatedBacklog(int loopOfReader) {
        step(Kind.CONNECT, 0, CONNECT_AND_JOIN);
        loops();
        step(Kind.CONNECT, 1, CONNECT_AND_JOIN + loopOfReader);
        loops();
        loops();
        step(Kind.READ, 0, Integer.MAX_VALUE);
        step(Kind.READ, 1, Integer.MAX_VALUE);
    }

    /** What is wrong; empty if nothing is. */
    public static List<String> findings() {
        return Simulation.watched(() -> {
            // what is made once and kept, is made before memory is counted
            new SimulatedBacklog(0).isRead(true);
            List<String> findings = new ArrayList<>();
            for (int loop = 0; loop < SimulatedServer.LOOPS; loop++) {
                for (boolean detach : new boolean[] {true, false}) {
                    findings.addAll(new SimulatedBacklog(loop).isRead(detach));
                    findings.addAll(new SimulatedBacklog(loop).isReadSlowly(detach));
                    findings.addAll(new SimulatedBacklog(loop).isLost(detach));
                    findings.addAll(new SimulatedBacklog(loop).fillsTheMailbox(detach));
                    for (int times = FIRST_CONGESTED - 5; times < FIRST_CONGESTED + 5; times++) {
                        findings.addAll(new SimulatedBacklog(loop).endsInTheMiddle(times, detach));
                    }
                    findings.addAll(new SimulatedBacklog(loop).comesAtOnce(detach));
                }
            }
            return findings;
        });
    }

    /** Whoever waited goes on when the other reads, and everything arrives. */
    private List<String> isRead(boolean detach) {
        pileUp(TIMES);
        return findings(detach);
    }

    /** Whoever takes a little now and then is not given up, however long it takes for all of it. */
    private List<String> isReadSlowly(boolean detach) {
        pileUp(TIMES);
        step(Kind.CAPACITY, 1, SIP);
        for (int second = 0; second < SLOW_SECONDS; second++) {
            step(Kind.READ, 1, SIP);
            step(Kind.TIME, 0, 1000);
            loops();
        }
        return findings(detach);
    }

    /** The sender says nothing more when it has to wait: what was read of it already is sent on all the same. */
    private List<String> endsInTheMiddle(int times, boolean detach) {
        pileUp(times);
        return findings(detach);
    }

    /** The event loop of the other does not come to look at what is left for it. */
    private List<String> fillsTheMailbox(boolean detach) {
        for (int i = 0; i < TIMES; i++) {
            step(Kind.ACT, 0, SEND_MUCH);
            step(Kind.LOOP, 1, Actor.WHOLE_TURN);
        }
        return findings(detach);
    }

    /** Whoever waited goes on when the other is lost, and is answered. */
    private List<String> isLost(boolean detach) {
        pileUp(TIMES);
        step(Kind.RESET, 1, 0);
        step(Kind.ACT, 0, GO);
        return findings(detach);
    }

    /** More than an event loop takes out of its mailbox at once. */
    private List<String> comesAtOnce(boolean detach) {
        for (int i = 0; i < 2 * TIMES; i++) {
            step(Kind.ACT, 0, SEND_LITTLE);
            step(Kind.LOOP, 1, Actor.WHOLE_TURN);
        }
        return findings(detach);
    }

    private void pileUp(int times) {
        step(Kind.CAPACITY, 1, 0);
        for (int i = 0; i < times; i++) {
            step(Kind.ACT, 0, SEND_MUCH);
            loops();
        }
    }

    private void loops() {
        for (int loop = 0; loop < SimulatedServer.LOOPS; loop++) {
            step(Kind.LOOP, loop, Actor.WHOLE_TURN);
        }
    }

    private void step(Kind kind, int who, int much) {
        steps.add(new SimulatedStep(kind, who, much));
    }

    private List<String> findings(boolean detach) {
        return SimulatedRun.findings(new SimulatedInterleaving(0, false, detach, "rr", steps));
    }
}
