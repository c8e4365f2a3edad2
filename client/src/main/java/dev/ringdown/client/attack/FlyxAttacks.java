package dev.ringdown.client.attack;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What hosts, receivers and makers of flyx rooms can do. */
final class FlyxAttacks {
    private static final Pattern ROOM = Pattern.compile("\"id\":\"([A-Za-z0-9]+)\"");
    private static final Pattern CLIENT = Pattern.compile("\"client_id\":\"([^\"]+)\"");
    private static final String JOIN = "{\"type\":\"join\",\"data\":{\"client_id\":\"me\"}}";

    static final List<Attack> ALL = List.of(
            new Attack(
                    "absent receivers",
                    64,
                    List.of("flyx.max-clients=2000", "flyx.max-absent-per-room=2000", "flyx.grace=10s"),
                    FlyxAttacks::absent),
            new Attack(
                    "rooms for ever",
                    128,
                    List.of("flyx.max-rooms=2000", "limits.count-private-addresses=true"),
                    FlyxAttacks::forEver),
            new Attack("joins and hosts that churn", 64, Attacks.COMMON, FlyxAttacks::churn));

    private FlyxAttacks() {}

    /** Makes rooms over one connection, and says how the last request was answered. */
    static String makeRooms(Victim victim, String from, int count, String terms) throws IOException {
        String last = "";
        String request = "POST /rooms HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
                + terms.length() + "\r\n\r\n" + terms;
        try (Intruder maker = new Intruder(victim.address(), from, 0)) {
            for (int i = 0; i < count; i++) {
                last = maker.ask(request);
                if (!last.equals("201")) {
                    break;
                }
            }
        }
        return last;
    }

    private static String makeRoom(Victim victim) throws IOException {
        try (Intruder maker = new Intruder(victim.address())) {
            maker.write("POST /rooms HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n");
            return first(ROOM, maker.readAnswer());
        }
    }

    private static String first(Pattern pattern, String text) throws IOException {
        Matcher found = pattern.matcher(text);
        if (!found.find()) {
            throw new IOException(text);
        }
        return found.group(1);
    }

    /** Receivers that may come back lose their connections, and their host goes on sending to all of them. */
    private static void absent(Victim victim, Got got) throws Exception {
        int receivers = victim.size(1000, 1900);
        String room = makeRoom(victim);
        try (Intruder host = Intruder.open(victim.address(), "/ws/" + room)) {
            host.send(JOIN);
            host.read();
            Thread.startVirtualThread(() -> got.add("host " + host.readToTheEnd()));
            for (int i = 0; i < receivers; i++) {
                Intruder receiver = Intruder.open(victim.address(), "/ws/" + room + "?resume");
                receiver.send(JOIN);
                receiver.read();
                receiver.reset();
            }
            byte[] offer = Intruder.text(
                    "{\"type\":\"offer\",\"data\":{\"client_id\":\"\",\"sdp\":\"" + "x".repeat(20_000) + "\"}}");
            for (int i = 0; i < 13; i++) {
                host.write(offer);
            }
            for (int i = 0; i < 20; i++) {
                try (Intruder other = new Intruder(victim.address())) {
                    String health = other.ask("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n");
                    got.add("health check " + health);
                    got.expect(health.equals("200"), "meanwhile the health check was answered with: " + health);
                }
            }
        }
    }

    /** Makes as many rooms as it may, none of which ever expires; then somebody else wants one. */
    private static void forEver(Victim victim, Got got) throws Exception {
        String terms = "{\"idle_timeout_seconds\":0,\"time_to_live_seconds\":0}";
        got.add("maker " + makeRooms(victim, "127.0.0.3", 3000, terms));
        got.add("maker without terms " + makeRooms(victim, "127.0.0.3", 3000, "{}"));
        String other = makeRooms(victim, "127.0.0.2", 1, "{}");
        got.add("another address " + other);
        got.expect(other.equals("201"), "somebody else could not make a room: " + other);
    }

    /**
     * Receivers come to rooms of several hosts and go again, over all event loops, and every byte that anybody gets is looked
     * at: a host gets news and offers of its own receivers and nothing else, a receiver its welcome and its own answer.
     */
    private static void churn(Victim victim, Got got) throws Exception {
        int hosts = 6;
        int visits = victim.size(100, 5000);
        List<Thread> threads = new ArrayList<>();
        AtomicInteger answered = new AtomicInteger();
        for (int h = 0; h < hosts; h++) {
            String room = makeRoom(victim);
            Intruder host = Intruder.open(victim.address(), "/ws/" + room);
            host.send(JOIN);
            host.read();
            Thread.startVirtualThread(() -> answer(host, room, got));
            for (int v = 0; v < 2; v++) {
                threads.add(Thread.startVirtualThread(() -> {
                    for (int i = 0; i < visits && !got.isOver(); i++) {
                        visit(victim, room, i, got);
                        answered.incrementAndGet();
                    }
                }));
            }
        }
        for (Thread thread : threads) {
            thread.join();
        }
        got.add("visits ×" + answered.get());
    }

    /** Answers every offer with what it says. */
    private static void answer(Intruder host, String room, Got got) {
        try (host) {
            while (true) {
                String text = host.read();
                if (text.startsWith("{\"type\":\"offer\"")) {
                    got.expect(text.contains("\"sdp\":\"" + room + " "), "a host got an offer for another: " + text);
                    String sdp = text.substring(text.indexOf("\"sdp\":\"") + 7, text.lastIndexOf('"'));
                    host.send("{\"type\":\"answer\",\"data\":{\"client_id\":\"" + first(CLIENT, text) + "\",\"sdp\":\""
                            + sdp + "\"}}");
                } else {
                    // who has gone cannot be answered any more, which is told with an error
                    got.expect(
                            text.startsWith("{\"type\":\"join\"")
                                    || text.startsWith("{\"type\":\"disconnect\"")
                                    || text.startsWith("{\"type\":\"error\"")
                                    || text.startsWith("opcode"),
                            "a host got: " + text);
                }
            }
        } catch (IOException lost) {
            got.expect(got.isOver(), "a host lost its connection: " + Intruder.wordFor(lost));
        }
    }

    private static void visit(Victim victim, String room, int number, Got got) {
        String sdp = room + " " + Thread.currentThread().threadId() + " " + number;
        String offer = "{\"type\":\"offer\",\"data\":{\"client_id\":\"\",\"sdp\":\"" + sdp + "\"}}";
        try (Intruder receiver = new Intruder(victim.address())) {
            // all at once, as a client in a hurry: the handshake, the join and the offer behind it
            java.io.ByteArrayOutputStream all = new java.io.ByteArrayOutputStream();
            all.writeBytes(
                    Intruder.upgradeRequest("/ws/" + room).getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
            all.writeBytes(Intruder.text(JOIN));
            all.writeBytes(Intruder.text(offer));
            receiver.write(all.toByteArray());
            String handshake = receiver.readAnswer();
            got.expect(handshake.startsWith("101"), "a handshake was answered with " + handshake);
            String welcome = receiver.read();
            got.expect(welcome.startsWith("{\"type\":\"join\""), "a receiver was welcomed with " + welcome);
            String answer = receiver.read();
            got.expect(
                    answer.startsWith("{\"type\":\"answer\"") && answer.contains(sdp + "\""),
                    "a receiver got in the place of its answer: " + answer);
        } catch (IOException | RuntimeException wrong) {
            got.harm("a receiver's connection ended or was no WebSocket any more: " + wrong);
        }
    }
}
