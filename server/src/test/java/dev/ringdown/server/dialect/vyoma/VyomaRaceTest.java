package dev.ringdown.server.dialect.vyoma;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringdown.server.support.Frame;
import dev.ringdown.server.support.RawSocket;
import dev.ringdown.server.support.RunningServer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A thousand clients over real sockets, all at once, on every event loop that the machine has cores for. */
class VyomaRaceTest {
    private static final int CLIENTS = 1_000;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @RegisterExtension
    static final RunningServer SERVER = RunningServer.with();

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<RawSocket> sockets = new ArrayList<>();

    @AfterEach
    void end() throws IOException {
        threads.shutdownNow();
        for (RawSocket socket : sockets) {
            socket.close();
        }
    }

    @Test
    void everybodyOfAThousandWhoComeAtOnceHasOnePartner() throws Exception {
        Map<Integer, Integer> partners = new HashMap<>();
        List<Callable<Integer>> visits = new ArrayList<>();
        for (int id = 0; id < CLIENTS; id++) {
            int self = id;
            RawSocket socket = connect();
            visits.add(() -> meet(socket, self));
        }
        List<Future<Integer>> met = threads.invokeAll(visits);
        for (int id = 0; id < CLIENTS; id++) {
            partners.put(id, met.get(id).get());
        }
        assertThat(partners).allSatisfy((self, partner) -> assertThat(partners).containsEntry(partner, self));
    }

    /** Comes, and says its name to whomever it is paired with. */
    private static int meet(RawSocket socket, int self) throws IOException {
        socket.upgrade("/pair");
        String news = socket.readText();
        if (news.startsWith("⌛")) {
            news = socket.readText();
        }
        assertThat(news).startsWith("🎯");
        socket.send("I am " + self);
        int partner = nameIn(socket.readText());
        socket.send("Goodbye " + partner);
        assertThat(socket.readText()).isEqualTo("Goodbye " + self);
        return partner;
    }

    @Test
    void whoStaysEndsUpWithOneWhoStaysWhileHalfComeAndGo() throws Exception {
        long seed = ThreadLocalRandom.current().nextLong();
        Map<Integer, Integer> partners = new HashMap<>();
        List<Callable<Integer>> visits = new ArrayList<>();
        for (int id = 0; id < CLIENTS; id++) {
            int self = id;
            RawSocket socket = connect();
            SplittableRandom random = new SplittableRandom(seed + id);
            visits.add(id % 2 == 0 ? () -> stay(socket, self) : () -> comeAndGo(socket, self, random));
        }
        List<Future<Integer>> met = threads.invokeAll(visits);
        for (int id = 0; id < CLIENTS; id++) {
            int partner = met.get(id).get();
            if (id % 2 == 0) {
                partners.put(id, partner);
            }
        }
        assertThat(partners)
                .as("seed %d", seed)
                .allSatisfy((self, partner) -> assertThat(partners).containsEntry(partner, self));
    }

    /** Looks for a partner until it has one who stays; and hears, from one news to the next, nobody but its partner. */
    private static int stay(RawSocket socket, int self) throws IOException {
        socket.upgrade("/pair?format=json");
        int partner = -1;
        boolean paired = false;
        while (true) {
            String message = socket.readText();
            if (message.contains("paired")) {
                assertThat(paired).isFalse();
                paired = true;
                partner = -1;
                socket.send("{\"type\":\"message\",\"payload\":\"I am " + self + "\"}");
            } else if (message.contains("I am")) {
                assertThat(paired).isTrue();
                assertThat(partner).as("introductions in one conversation").isNegative();
                partner = nameIn(message);
                if (partner % 2 == 0) {
                    return partner;
                }
            } else if (message.contains("partner_left")) {
                assertThat(paired).isTrue();
                paired = false;
                socket.send("{\"type\":\"next\"}");
            } else if (message.contains("typing")) {
                assertThat(paired).isTrue();
            } else if (message.contains("error")) {
                // it spoke to one who had left and the news of it was on the way
                assertThat(message).contains("no-partner");
            } else {
                assertThat(message).contains("waiting");
                assertThat(paired).isFalse();
            }
        }
    }

    /** Leaves at any moment: before it is paired, after, with and without a Close, and maybe wants others first. */
    private static int comeAndGo(RawSocket socket, int self, SplittableRandom random) throws IOException {
        socket.upgrade("/pair?format=json");
        int steps = random.nextInt(6);
        if (random.nextBoolean()) {
            assertThat(socket.readText()).containsAnyOf("waiting", "paired");
        }
        for (int step = 0; step < steps; step++) {
            switch (random.nextInt(3)) {
                case 0 -> socket.send("{\"type\":\"next\"}");
                case 1 ->
                    socket.send(
                            Frame.text("{\"type\":\"message\",\"payload\":\"I am " + self + "\"}"),
                            Frame.text("{\"type\":\"next\"}"));
                default -> socket.send("{\"type\":\"typing\"}");
            }
        }
        if (random.nextBoolean()) {
            socket.send(Frame.close(1000, ""));
        } else if (random.nextBoolean()) {
            socket.resetOnClose();
        }
        socket.close();
        return -1;
    }

    private RawSocket connect() throws IOException {
        RawSocket socket = SERVER.connect();
        socket.patience(PATIENCE);
        sockets.add(socket);
        return socket;
    }

    private static int nameIn(String message) {
        return Integer.parseInt(message.replaceAll("\\D", ""));
    }
}
