package dev.ringdown.client.attack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What can be done before the upgrade, and to the management port. */
final class HttpAttacks {
    private static final String GET = "GET /client.js HTTP/1.1\r\nHost: localhost\r\n\r\n";

    static final List<Attack> ALL = List.of(
            new Attack("pipelined answers unread", 64, Attacks.COMMON, HttpAttacks::pipeline),
            new Attack(
                    "silent sockets take the total",
                    128,
                    List.of(
                            "limits.max-connections=100",
                            "limits.max-connections-per-address=60",
                            "limits.count-private-addresses=true"),
                    HttpAttacks::silence),
            new Attack("trickled request heads", 64, Attacks.COMMON, HttpAttacks::trickle),
            new Attack("listing of all rooms", 64, Attacks.COMMON, HttpAttacks::list),
            new Attack("DNS rebinding", 64, Attacks.COMMON, HttpAttacks::rebind),
            new Attack("reset storm", 64, Attacks.COMMON, HttpAttacks::resets));

    private HttpAttacks() {}

    /** Asks for a page thousands of times over many connections and reads nothing. */
    private static void pipeline(Victim victim, Got got) throws Exception {
        byte[] requests = GET.repeat(4000).getBytes(StandardCharsets.US_ASCII);
        List<Intruder> all = new ArrayList<>();
        for (int i = 0; i < victim.size(200, 2000); i++) {
            Intruder intruder = new Intruder(victim.address(), "127.0.0.1", 4096);
            all.add(intruder);
            // who is no longer read from blocks here, which is the defence: so on a thread that nobody waits for
            Thread.startVirtualThread(() -> {
                try {
                    intruder.write(requests);
                    got.add("all requests taken");
                } catch (IOException lost) {
                    got.add("requests " + Intruder.wordFor(lost));
                }
            });
        }
        for (int i = 0; i < victim.size(3, 20); i++) {
            TimeUnit.MILLISECONDS.sleep(victim.size(500, 1000));
            try (Intruder other = new Intruder(victim.address())) {
                String health = other.ask("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n");
                got.add("health check " + health);
                got.expect(health.equals("200"), "meanwhile the health check was answered with: " + health);
            }
        }
        // without a word: what they did not read stays behind
        for (Intruder intruder : all) {
            intruder.reset();
        }
    }

    /** Opens more connections than its address may have and says nothing over any; then another address comes. */
    private static void silence(Victim victim, Got got) throws Exception {
        List<Intruder> all = new ArrayList<>();
        for (int i = 0; i < 140; i++) {
            all.add(new Intruder(victim.address(), "127.0.0.3", 0));
        }
        for (int i = 0; i < 5; i++) {
            try (Intruder other = new Intruder(victim.address(), "127.0.0.2", 0)) {
                String status = other.ask(Intruder.upgradeRequest("/ws"));
                got.add("another address " + status);
                got.expect(status.equals("101"), "a client of another address was refused: " + status);
            }
        }
        for (Intruder intruder : all) {
            intruder.close();
        }
    }

    /** Sends the heads of requests one byte a second. */
    private static void trickle(Victim victim, Got got) throws Exception {
        List<Intruder> all = new ArrayList<>();
        for (int i = 0; i < victim.size(300, 3000); i++) {
            all.add(new Intruder(victim.address()));
        }
        // the deadline is 3 s; the rest is for a machine that is busy
        for (int turn = 0; turn < 6; turn++) {
            for (Intruder intruder : all) {
                try {
                    intruder.write("G");
                } catch (IOException closed) {
                    // as it should be
                }
            }
            TimeUnit.SECONDS.sleep(1);
        }
        for (Intruder intruder : all) {
            String end = intruder.readToTheEnd();
            got.add(end);
            got.expect(!end.equals("no answer"), "a connection was still open long after its deadline");
            intruder.close();
        }
    }

    /** Lists rooms, of which there are thousands, again and again. */
    private static void list(Victim victim, Got got) throws Exception {
        int rooms = victim.size(2000, 9000);
        FlyxAttacks.makeRooms(victim, "127.0.0.1", rooms, "{}");
        try (Intruder operator = new Intruder(victim.management())) {
            for (int i = 0; i < victim.size(20, 200); i++) {
                String status = operator.ask("GET /rooms?limit=1000 HTTP/1.1\r\nHost: localhost\r\n\r\n");
                got.add(status);
                got.expect(status.equals("200"), "the operator was answered with: " + status);
            }
        }
    }

    /** Asks the management port as a page of elsewhere would whose name leads to it. */
    private static void rebind(Victim victim, Got got) throws Exception {
        String foreignHost = "Host: rebound.attacker.example:9090\r\n";
        String foreignPage = "Host: localhost\r\nOrigin: http://attacker.example\r\n";
        for (String headers : List.of(foreignHost, foreignPage)) {
            for (String line : List.of("GET /rooms", "GET /metrics", "DELETE /rooms/abcdef/peers/x")) {
                try (Intruder page = new Intruder(victim.management())) {
                    String status = page.ask(line + " HTTP/1.1\r\n" + headers + "\r\n");
                    got.add(status);
                    got.expect(status.equals("403"), line + " was answered with " + status);
                }
            }
        }
    }

    /** Connects, gets somewhere, and resets. */
    private static void resets(Victim victim, Got got) throws Exception {
        for (int i = 0; i < victim.size(600, 10_000); i++) {
            try {
                Intruder intruder = new Intruder(victim.address());
                switch (i % 4) {
                    case 0 -> {}
                    case 1 -> intruder.write("GET / HT");
                    case 2 -> intruder.write(Intruder.upgradeRequest("/ws"));
                    default -> {
                        intruder.write(Intruder.upgradeRequest("/ws"));
                        intruder.readAnswer();
                        intruder.send("{\"type\":\"IDENTIFY\",\"username\":\"storm" + i + "\"}");
                        intruder.send("{\"type\":\"JOIN_ROOM\",\"roomId\":\"storm\"}");
                    }
                }
                intruder.reset();
            } catch (IOException lost) {
                got.add(Intruder.wordFor(lost));
            }
        }
    }
}
