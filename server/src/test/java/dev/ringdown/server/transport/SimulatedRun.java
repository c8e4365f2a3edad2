package dev.ringdown.server.transport;

import dev.ringdown.server.simulation.Actor;
import dev.ringdown.server.simulation.Findings;
import dev.ringdown.server.simulation.SeededRandom;
import dev.ringdown.server.simulation.VirtualClock;
import io.netty.util.concurrent.Future;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One run of an interleaving: a new server, the clients, and whatever is wrong with what they get. */
final class SimulatedRun {
    private static final int MOST_MILLIS = 500;
    private static final int GRACE_MILLIS = 32_000;

    private final SimulatedInterleaving interleaving;
    private final boolean tracing;
    private final List<String> trace = new ArrayList<>();
    private final SimulatedServer server;
    private final SimulatedClient.Circumstances circumstances = new SimulatedClient.Circumstances();
    private final List<SimulatedClient> all = new ArrayList<>();
    private final @Nullable SimulatedClient[] present;
    private final int[] connects;
    private @Nullable List<Future<?>> gone;

    private SimulatedRun(SimulatedInterleaving interleaving, boolean tracing) {
        this.interleaving = interleaving;
        this.tracing = tracing;
        Findings.clear();
        VirtualClock.restart();
        SeededRandom.restart(interleaving.seed());
        this.server = new SimulatedServer(interleaving.migrate(), interleaving.detach());
        this.present = new @Nullable SimulatedClient[interleaving.cast().length()];
        this.connects = new int[present.length];
    }

    /** What is wrong; empty if nothing is. */
    static List<String> findings(SimulatedInterleaving interleaving) {
        return new SimulatedRun(interleaving, false).run();
    }

    /** A line for each step, and for what is wrong. */
    static List<String> trace(SimulatedInterleaving interleaving) {
        SimulatedRun run = new SimulatedRun(interleaving, true);
        List<String> findings = run.run();
        findings.forEach(finding -> run.trace.add("wrong: " + finding));
        return run.trace;
    }

    /** As {@link #trace}, with what each client got. */
    static List<String> transcript(SimulatedInterleaving interleaving) {
        SimulatedRun run = new SimulatedRun(interleaving, true);
        List<String> findings = run.run();
        List<String> lines = new ArrayList<>(run.trace);
        lines.addAll(findings);
        run.all.forEach(client -> lines.add(client + " got " + client.transcript()));
        return lines;
    }

    private List<String> run() {
        try {
            for (SimulatedStep step : interleaving.steps()) {
                String what = apply(step);
                if (tracing && !what.isEmpty()) {
                    trace.add(what);
                }
                if (!Findings.all().isEmpty()) {
                    return finished();
                }
            }
            finish();
        } catch (AssertionError | RuntimeException fault) {
            Findings.report(fault + (fault.getCause() == null ? "" : " because of " + fault.getCause()));
        }
        return finished();
    }

    private List<String> finished() {
        List<String> findings = List.copyOf(Findings.all());
        server.abandon();
        return findings;
    }

    // ---- the steps

    private String apply(SimulatedStep step) {
        return switch (step.kind()) {
            case LOOP -> {
                SimulatedLoop loop = server.loops().get(step.who());
                yield loop.hasWork() ? run(loop.actor(), step.much()) : "";
            }
            case TIMER -> server.timer().isDue() ? run(server.timer().actor(), step.much()) : "";
            case DISK -> server.disk().isBusy() ? run(server.disk().actor(), step.much()) : "";
            case CONNECT -> connect(step.who(), step.much());
            case TIME -> {
                pass(step.much());
                yield step.much() + " ms pass";
            }
            case SHUTDOWN -> shutDown();
            default -> {
                SimulatedClient client = present[step.who()];
                yield client == null ? "" : client + " " + apply(step, client);
            }
        };
    }

    private String run(Actor actor, int points) {
        actor.run(points);
        if (!tracing) {
            return "";
        }
        return actor + (actor.isInTurn() ? " goes on and is interrupted after " + points + " points" : " goes on");
    }

    private String apply(SimulatedStep step, SimulatedClient client) {
        int much = step.much();
        switch (step.kind()) {
            case ACT -> {
                if (!client.canSpeak()) {
                    return "is silent";
                }
                String what = client.act(much);
                if ((much >>> 12 & 3) != 0) {
                    client.socket.deliver(Integer.MAX_VALUE);
                    return what + ", which arrives";
                }
                return what;
            }
            case DELIVER -> client.socket.deliver(much);
            case READ -> client.read(much);
            case CAPACITY -> client.socket.capacity(much);
            case CLOSE -> client.close();
            case FIN -> client.endInput();
            case RESET -> client.reset();
            case SILENCE -> client.fallSilent();
            default -> throw new IllegalArgumentException(step.toString());
        }
        return switch (step.kind()) {
            case DELIVER -> "is heard up to " + much + " bytes";
            case READ -> "reads up to " + much + " bytes";
            case CAPACITY -> "takes no more than " + much + " bytes";
            case CLOSE -> "sends a Close";
            case FIN -> "ends its half";
            case RESET -> "resets its connection";
            default -> "vanishes";
        };
    }

    private String connect(int slot, int much) {
        SimulatedClient before = present[slot];
        if (circumstances.stopping || (before != null && !before.isOver())) {
            return "";
        }
        char dialect = interleaving.cast().charAt(slot);
        String name = dialect + "" + slot + (char) ('a' + connects[slot]++);
        int loop = much % SimulatedServer.LOOPS;
        SimulatedSocket socket = server.accept(loop, name, slot);
        SimulatedClient client = switch (dialect) {
            case 'r' -> new SimulatedRoomsClient(name, socket, circumstances);
            case 'v' -> new SimulatedVyomaClient(name, socket, circumstances);
            case 'c' -> new SimulatedCheeryClient(name, socket, circumstances);
            default -> flyx(name, socket, before, much);
        };
        present[slot] = client;
        all.add(client);
        String more = "";
        if ((much >>> 2 & 15) == 15) {
            socket.capacity(much >>> 8);
            more = ", takes no more than " + (much >>> 8) + " bytes";
        }
        if ((much >>> 4 & 1) == 1) {
            more += ", " + client.act(much >>> 8);
        }
        if ((much >>> 5 & 3) != 0) {
            socket.deliver(Integer.MAX_VALUE);
            more += ", which arrives";
        }
        return name + " connects to loop " + loop + more;
    }

    private SimulatedClient flyx(String name, SimulatedSocket socket, @Nullable SimulatedClient before, int much) {
        SimulatedFlyxClient.Identity identity = before instanceof SimulatedFlyxClient flyx && flyx.identity.key != null
                ? flyx.identity
                : new SimulatedFlyxClient.Identity(name, (much >>> 12 & 1) == 0);
        String first = (much >>> 13 & 7) == 0 ? "POST /rooms" : "";
        return new SimulatedFlyxClient(name, socket, circumstances, identity, server.flyxRoom(), first);
    }

    /** Time passes, in steps so short that no event loop takes itself for stopped. */
    private void pass(int millis) {
        circumstances.passedMillis += millis;
        for (int left = millis; left > 0; left -= MOST_MILLIS) {
            VirtualClock.advance(Math.min(left, MOST_MILLIS));
            server.loops().forEach(SimulatedLoop::wake);
            if (millis > MOST_MILLIS) {
                server.loops().forEach(loop -> loop.actor().run(Actor.WHOLE_TURN));
            }
        }
    }

    private String shutDown() {
        if (gone == null) {
            circumstances.stopping = true;
            gone = server.closeAll();
        }
        return "the server begins to stop";
    }

    // ---- the end

    private void finish() {
        settle();
        all.forEach(SimulatedClient::checkEnded);
        if (gone == null && Findings.all().isEmpty()) {
            for (int i = 0; i < 3; i++) {
                pass(150);
                settle();
            }
            checkSettled();
            if (server.keepsForAbsent()) {
                for (int passed = 0; passed < GRACE_MILLIS && Findings.all().isEmpty(); passed += GRACE_MILLIS / 4) {
                    pass(GRACE_MILLIS / 4);
                    settle();
                }
                Findings.check(!server.keepsForAbsent(), "something is kept for clients that can no longer come back");
            }
        }
        if (!Findings.all().isEmpty()) {
            return;
        }
        trace.add("everything arrives, and the server stops");
        shutDown();
        settle();
        for (int i = 0; i < 40 && Findings.all().isEmpty() && !isStopped(); i++) {
            pass(500);
            settle();
        }
        if (Findings.all().isEmpty() && gone != null) {
            server.end(gone);
        }
    }

    private boolean isStopped() {
        return gone != null && gone.stream().allMatch(Future::isDone);
    }

    private void settle() {
        boolean more = true;
        for (int rounds = 0; more && Findings.all().isEmpty(); rounds++) {
            if (rounds > 200) {
                throw new AssertionError("the clients never come to rest");
            }
            more = server.settle();
            for (SimulatedClient client : all) {
                client.socket.capacity(64 * 1024);
                more |= client.socket.hasInFlight() || (client.socket.hasUnread() && !client.isSilent());
                client.socket.deliver(Integer.MAX_VALUE);
                client.read(Integer.MAX_VALUE);
            }
        }
    }

    private void checkSettled() {
        SimulatedRoomsClient.checkSettled(of(SimulatedRoomsClient.class));
        SimulatedFlyxClient.checkSettled(of(SimulatedFlyxClient.class));
        SimulatedVyomaClient.checkSettled(of(SimulatedVyomaClient.class));
        SimulatedCheeryClient.checkSettled(of(SimulatedCheeryClient.class));
    }

    private <C> List<C> of(Class<C> kind) {
        return all.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
