package dev.ringdown.server.transport;

import dev.ringdown.server.simulation.Actor;
import dev.ringdown.server.simulation.Findings;
import dev.ringdown.server.simulation.SeededRandom;
import dev.ringdown.server.simulation.VirtualClock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Two event loops and a mailbox, in every interleaving with one interruption of each: one loop empties its mailbox while the
 * other leaves something there. Loaded by the {@link dev.ringdown.server.simulation.SimulatingLoader}.
 */
public final class SimulatedMailbox {
    /** More points than either of them passes. */
    private static final int MOST_POINTS = 40;

    private SimulatedMailbox() {}

    /** In which interleavings something is not heard, as lines for people; empty if there is none. */
    public static List<String> lost() {
        Findings.clear();
        VirtualClock.restart();
        SeededRandom.restart(1);
        List<String> lost = new ArrayList<>();
        SimulatedServer server = new SimulatedServer(true, true);
        server.settle();
        for (int ofReader = 0; ofReader < MOST_POINTS && lost.isEmpty(); ofReader++) {
            for (int ofWriter = 0; ofWriter < MOST_POINTS && lost.isEmpty(); ofWriter++) {
                if (!hearsBoth(server, ofReader, ofWriter)) {
                    lost.add("lost when the reader is interrupted after " + ofReader + " points and the writer after "
                            + ofWriter);
                }
            }
        }
        server.abandon();
        return lost;
    }

    private static boolean hearsBoth(SimulatedServer server, int ofReader, int ofWriter) {
        AtomicInteger heard = new AtomicInteger();
        Parcel first = new Parcel.Task(heard::incrementAndGet);
        Parcel second = new Parcel.Task(heard::incrementAndGet);
        Actor reader = server.loops().get(0).actor();
        Actor writer = server.loops().get(1).actor();
        server.context(0).post(first);
        server.context(1).later(() -> server.context(0).post(second));
        reader.run(ofReader);
        writer.run(ofWriter);
        reader.run(Actor.WHOLE_TURN);
        server.settle();
        return heard.get() == 2;
    }
}
