package dev.ringdown.server.churn;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/** What the clients of one run share: where the server is, what they know of each other, and what they found wrong. */
final class Churn {
    private static final int MOST_VIOLATIONS = 20;
    private static final int MOST_CHARACTERS = 300;

    private final InetSocketAddress server;
    private final long seed;
    private final List<String> flyxRooms;
    private final Queue<String> violations = new ConcurrentLinkedQueue<>();

    /** What was said for good: that an id is somebody's, that two are a pair. */
    private final Map<String, String> facts = new ConcurrentHashMap<>();

    final AtomicLong connections = new AtomicLong();
    final AtomicLong messages = new AtomicLong();

    /**
     * @param seed of everything that is left to chance in what clients do; when they do it is the machine's affair
     * @param flyxRooms ids of rooms that were made
     */
    Churn(InetSocketAddress server, long seed, List<String> flyxRooms) {
        this.server = server;
        this.seed = seed;
        this.flyxRooms = flyxRooms;
    }

    InetSocketAddress server() {
        return server;
    }

    List<String> flyxRooms() {
        return flyxRooms;
    }

    /**
     * Lets clients of every dialect come and go.
     *
     * @param goesOn asked by each client before each of its connections, with the number of those it had
     */
    void run(java.util.function.IntPredicate goesOn) throws InterruptedException {
        BooleanSupplier sound = () -> violations.size() < MOST_VIOLATIONS;
        List<Thread> clients = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            Random random = new Random(seed * 1_000 + i);
            ChurnClient client = switch (i % 8) {
                case 0, 1, 2 -> new RoomsChurn(this, "rooms" + i, random);
                case 3, 4, 5 -> new FlyxChurn(this, "flyx" + i, random);
                case 6 -> new VyomaChurn(this, "vyoma" + i, random);
                default -> new CheeryChurn(this, "cheery" + i, random);
            };
            clients.add(Thread.ofVirtual().start(() -> {
                for (int round = 0; sound.getAsBoolean() && goesOn.test(round); round++) {
                    client.live(round);
                }
            }));
        }
        for (Thread client : clients) {
            client.join();
        }
    }

    /** Something is so for good, and must not be otherwise. */
    void fact(String who, String key, String value) {
        String before = facts.putIfAbsent(key, value);
        if (before != null && !before.equals(value)) {
            violation(who, "%s is %s, and was %s".formatted(key, value, before));
        }
    }

    void violation(String who, String what) {
        String all = who + ": " + what;
        violations.add(all.substring(0, Math.min(all.length(), MOST_CHARACTERS)));
    }

    List<String> violations() {
        return List.copyOf(violations);
    }
}
