package dev.ringdown.server.transport;

import dev.ringdown.server.simulation.Findings;
import dev.ringdown.server.simulation.SeededRandom;
import dev.ringdown.server.simulation.VirtualClock;
import java.util.List;

/**
 * The process is stopped for longer than a client may be silent, and goes on. Loaded by the {@link
 * dev.ringdown.server.simulation.SimulatingLoader}.
 */
public final class SimulatedPause {
    private static final int LONG_MILLIS = 600_000;

    private SimulatedPause() {}

    /** What is wrong; empty if nothing is. */
    public static List<String> findings() {
        return Simulation.watched(() -> {
            Findings.clear();
            VirtualClock.restart();
            SeededRandom.restart(1);
            SimulatedServer server = new SimulatedServer(true, true);
            SimulatedClient client = new SimulatedRoomsClient(
                    "client", server.accept(0, "client", 0), new SimulatedClient.Circumstances());
            arrive(server, client);
            client.act(1);
            arrive(server, client);
            VirtualClock.advance(LONG_MILLIS);
            server.loops().forEach(SimulatedLoop::wake);
            arrive(server, client);
            Findings.check(client.isWell(), "a client that nobody could hear was given up");
            server.abandon();
            return List.copyOf(Findings.all());
        });
    }

    private static void arrive(SimulatedServer server, SimulatedClient client) {
        client.socket.deliver(Integer.MAX_VALUE);
        server.settle();
        client.read(Integer.MAX_VALUE);
    }
}
