package dev.ringdown.server.transport;

import dev.ringdown.server.simulation.Actor;
import dev.ringdown.server.transport.SimulatedStep.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Who takes part, and what happens in which order.
 *
 * @param seed makes it
 * @param migrate whether connections migrate to the loop of their room's first member
 * @param detach whether sockets leave their channels when they are upgraded
 * @param cast the dialect of each client, by its first letter
 * @param steps what happens
 */
record SimulatedInterleaving(long seed, boolean migrate, boolean detach, String cast, List<SimulatedStep> steps) {
    private static final String[] CASTS = {"rrr", "rrrr", "rrrrr", "fff", "ffff", "vvvv", "ccc", "rrffv", "ccvvr"};
    private static final int[] TIMES = {100, 100, 500, 500, 500, 500, 3_000, 6_000, 21_000, 60_000};

    SimulatedInterleaving {
        steps = List.copyOf(steps);
    }

    /** The interleaving that a seed makes. */
    static SimulatedInterleaving of(long seed) {
        RandomGenerator random = new SplittableRandom(seed);
        String cast = CASTS[random.nextInt(CASTS.length)];
        boolean migrate = random.nextInt(4) > 0;
        boolean detach = random.nextInt(5) > 0;
        List<SimulatedStep> steps = new ArrayList<>();
        int length = 30 + random.nextInt(70);
        int shutdownAt = random.nextInt(6) == 0 ? length - random.nextInt(20) : -1;
        for (int client = 0; client < cast.length(); client++) {
            if (random.nextInt(4) > 0) {
                steps.add(new SimulatedStep(Kind.CONNECT, client, random.nextInt(1 << 16)));
            }
        }
        while (steps.size() < length) {
            steps.add(
                    steps.size() == shutdownAt ? new SimulatedStep(Kind.SHUTDOWN, 0, 0) : next(random, cast.length()));
        }
        return new SimulatedInterleaving(seed, migrate, detach, cast, steps);
    }

    private static SimulatedStep next(RandomGenerator random, int clients) {
        int client = random.nextInt(clients);
        int dice = random.nextInt(1000);
        if (dice < 480) {
            return new SimulatedStep(Kind.LOOP, random.nextInt(SimulatedServer.LOOPS), points(random));
        }
        if (dice < 680) {
            return new SimulatedStep(Kind.ACT, client, random.nextInt(1 << 16));
        }
        if (dice < 760) {
            return new SimulatedStep(Kind.DELIVER, client, most(random));
        }
        if (dice < 850) {
            return new SimulatedStep(Kind.READ, client, most(random));
        }
        if (dice < 890) {
            return new SimulatedStep(Kind.CONNECT, client, random.nextInt(1 << 16));
        }
        if (dice < 905) {
            return new SimulatedStep(Kind.CAPACITY, client, random.nextInt(3) == 0 ? 64 * 1024 : random.nextInt(2000));
        }
        if (dice < 945) {
            return new SimulatedStep(Kind.TIMER, 0, points(random));
        }
        if (dice < 955) {
            return new SimulatedStep(Kind.DISK, 0, points(random));
        }
        if (dice < 965) {
            return new SimulatedStep(Kind.CLOSE, client, 0);
        }
        if (dice < 973) {
            return new SimulatedStep(Kind.FIN, client, 0);
        }
        if (dice < 985) {
            return new SimulatedStep(Kind.RESET, client, 0);
        }
        if (dice < 987) {
            return new SimulatedStep(Kind.SILENCE, client, 0);
        }
        return new SimulatedStep(Kind.TIME, 0, TIMES[random.nextInt(TIMES.length)]);
    }

    private static int points(RandomGenerator random) {
        return switch (random.nextInt(4)) {
            case 0 -> random.nextInt(8);
            case 1 -> random.nextInt(60);
            default -> Actor.WHOLE_TURN;
        };
    }

    private static int most(RandomGenerator random) {
        return random.nextInt(3) == 0 ? 1 + random.nextInt(300) : Integer.MAX_VALUE;
    }

    /** The same with other steps. */
    SimulatedInterleaving with(List<SimulatedStep> other) {
        return new SimulatedInterleaving(seed, migrate, detach, cast, other);
    }
}
