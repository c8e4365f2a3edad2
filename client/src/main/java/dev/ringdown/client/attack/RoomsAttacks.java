package dev.ringdown.client.attack;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What members of rooms, and of the presence list and the address book, can do. */
final class RoomsAttacks {
    private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]+)\"");

    static final List<Attack> ALL = List.of(
            new Attack("a flood at a member that reads", 64, Attacks.COMMON, RoomsAttacks::flood),
            new Attack("a member that stops reading", 64, Attacks.COMMON, RoomsAttacks::stall),
            new Attack("rooms whose ids collide", 64, Attacks.COMMON, RoomsAttacks::collide),
            new Attack("a full address book", 64, Attacks.COMMON, RoomsAttacks::book),
            new Attack("a presence list compressed", 64, Attacks.COMMON, RoomsAttacks::presence));

    private RoomsAttacks() {}

    /** A member of a room. */
    private static Intruder member(Victim victim, String name, String room) throws IOException {
        Intruder member = Intruder.open(victim.address(), "/ws");
        member.send("{\"type\":\"IDENTIFY\",\"username\":\"" + name + "\"}");
        member.read();
        member.send("{\"type\":\"JOIN_ROOM\",\"roomId\":\"" + room + "\"}");
        return member;
    }

    /** The id in a message about another member. */
    private static String idIn(String message) throws IOException {
        Matcher id = ID.matcher(message);
        if (!id.find()) {
            throw new IOException(message);
        }
        return id.group(1);
    }

    private static String candidate(String to, int number) {
        return "{\"type\":\"ICE_CANDIDATE\",\"toPeerId\":\"" + to + "\",\"iceCandidate\":{\"n\":" + number + "}}";
    }

    /** Sends small messages as fast as it can to a member that reads all the time: that one must get all of them. */
    private static void flood(Victim victim, Got got) throws Exception {
        int messages = victim.size(60_000, 60_000);
        for (int round = 0; round < victim.size(1, 4); round++) {
            String room = "flood" + round;
            try (Intruder target = member(victim, "target" + round, room)) {
                target.read();
                try (Intruder attacker = member(victim, "attacker" + round, room)) {
                    String id = idIn(attacker.read());
                    target.read();
                    Thread.startVirtualThread(() -> {
                        try {
                            java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
                            for (int i = 0; i < messages; i++) {
                                out.writeBytes(Intruder.text(candidate(id, i)));
                            }
                            attacker.write(out.toByteArray());
                        } catch (IOException closed) {
                            got.add("attacker closed");
                        }
                    });
                    int arrived = 0;
                    String end = "";
                    while (arrived < messages && end.isEmpty()) {
                        try {
                            String text = target.read();
                            if (text.contains("\"n\":" + arrived + "}")) {
                                arrived++;
                            } else if (!text.startsWith("opcode")) {
                                end = text;
                            }
                        } catch (IOException lost) {
                            end = Intruder.wordFor(lost);
                        }
                    }
                    got.add("target got " + arrived);
                    got.expect(
                            arrived == messages,
                            "a member that read all the time got " + arrived + " of " + messages + ", then: " + end);
                }
            }
        }
    }

    /** One of many members reads nothing while somebody sends to all: the others must get everything. */
    private static void stall(Victim victim, Got got) throws Exception {
        int members = victim.size(4, 49);
        // more than the kernel keeps for who does not read
        int messages = 2000;
        String filler = "x".repeat(4000);
        try (Intruder sender = member(victim, "sender", "fifty")) {
            sender.read();
            List<Intruder> readers = new ArrayList<>();
            List<String> ids = new ArrayList<>();
            for (int i = 0; i < members; i++) {
                readers.add(member(victim, "reader" + i, "fifty"));
                ids.add(idIn(sender.read()));
            }
            try (Intruder staller = new Intruder(victim.address(), "127.0.0.1", 4096)) {
                staller.write(Intruder.upgradeRequest("/ws"));
                staller.readAnswer();
                staller.send("{\"type\":\"IDENTIFY\",\"username\":\"staller\"}");
                staller.send("{\"type\":\"JOIN_ROOM\",\"roomId\":\"fifty\"}");
                ids.add(idIn(sender.read()));
                AtomicInteger arrived = new AtomicInteger();
                List<Thread> reading = new ArrayList<>();
                for (Intruder reader : readers) {
                    reading.add(Thread.startVirtualThread(() -> {
                        try {
                            for (int next = 0; next < messages; ) {
                                String text = reader.read();
                                if (text.contains("\"n\":" + next + ",")) {
                                    next++;
                                    arrived.incrementAndGet();
                                }
                            }
                        } catch (IOException lost) {
                            got.add("reader " + Intruder.wordFor(lost));
                        }
                    }));
                }
                AtomicReference<String> left = new AtomicReference<>("");
                Thread.startVirtualThread(() -> {
                    try {
                        while (!got.isOver()) {
                            String text = sender.read();
                            if (text.contains("PEER_LEFT_ROOM")) {
                                left.set(text);
                            }
                        }
                    } catch (IOException ended) {
                        // with the attack
                    }
                });
                for (int i = 0; i < messages; i++) {
                    for (String id : ids) {
                        sender.send("{\"type\":\"ICE_CANDIDATE\",\"toPeerId\":\"" + id + "\",\"iceCandidate\":{\"n\":"
                                + i + ",\"f\":\"" + filler + "\"}}");
                    }
                }
                for (Thread thread : reading) {
                    thread.join();
                }
                got.expect(
                        arrived.get() == members * messages,
                        "the other members got " + arrived.get() + " of " + members * messages);
                for (int i = 0; i < 100 && news(left).isEmpty(); i++) {
                    TimeUnit.MILLISECONDS.sleep(100);
                }
                got.expect(news(left).contains("staller"), "who does not read was not closed");
                got.add("others got " + arrived.get());
            } finally {
                for (Intruder reader : readers) {
                    reader.close();
                }
            }
        }
    }

    /** Keeps rooms whose ids have one hash code, beside as many whose ids have not. */
    private static void collide(Victim victim, Got got) throws Exception {
        int bits = victim.size(9, 14);
        // the compiler is done before anything is measured
        join(victim, bits, "warm", "0", "1");
        long plain = Attacks.cpuOf(victim, () -> join(victim, bits, "plain", "Aa", "Ab"));
        long steered = Attacks.cpuOf(victim, () -> join(victim, bits, "steer", "Aa", "BB"));
        Attacks.compare(got, plain, steered);
    }

    /** Lets a number of members be in a room each, all at once. */
    private static void join(Victim victim, int bits, String prefix, String zero, String one) throws Exception {
        List<Intruder> all = new ArrayList<>();
        try {
            for (int i = 0; i < 1 << bits; i++) {
                StringBuilder room = new StringBuilder();
                for (int bit = 0; bit < bits; bit++) {
                    room.append((i >>> bit & 1) == 0 ? zero : one);
                }
                Intruder member = Intruder.open(victim.address(), "/ws");
                all.add(member);
                member.send("{\"type\":\"IDENTIFY\",\"username\":\"" + prefix + i + "\"}");
                member.send("{\"type\":\"JOIN_ROOM\",\"roomId\":\"" + room + "\"}");
                member.read();
                member.read();
            }
        } finally {
            for (Intruder member : all) {
                member.close();
            }
        }
    }

    /** Asks for a partner again and again, with an empty book and then with a full one. */
    private static void book(Victim victim, Got got) throws Exception {
        int asked = victim.size(1000, 5000);
        try (Intruder intruder = Intruder.open(victim.address(), "/bridge")) {
            askForPartners(intruder, asked);
            long empty = Attacks.cpuOf(victim, () -> askForPartners(intruder, asked));
            for (int i = 0; i < victim.size(9000, 10_000); i++) {
                intruder.send("REGISTER\r\nclientID: c" + i + "\r\nIP: 127.0.0.1\r\nPort: 5556\r\n\r\n");
                String answer = intruder.read();
                if (!answer.startsWith("REGACK")) {
                    got.add(answer.lines().findFirst().orElse(""));
                    break;
                }
            }
            long full = Attacks.cpuOf(victim, () -> askForPartners(intruder, asked));
            Attacks.compare(got, empty, full);
        }
    }

    private static void askForPartners(Intruder intruder, int times) throws IOException {
        byte[] request = Intruder.text("BRIDGE\r\nclientID: c0\r\n\r\n");
        for (int i = 0; i < times; i += 100) {
            for (int j = 0; j < 100; j++) {
                intruder.write(request);
            }
            for (int j = 0; j < 100; j++) {
                intruder.read();
            }
        }
    }

    /** Changes the list of who is online, with clients that take it compressed and with clients that do not. */
    private static void presence(Victim victim, Got got) throws Exception {
        int users = victim.size(150, 500);
        int changes = victim.size(5, 20);
        change(victim, users, changes);
        long plain = change(victim, users, changes);
        long compressed = change(victim, users, changes, "Sec-WebSocket-Extensions: permessage-deflate");
        Attacks.compare(got, plain, compressed);
    }

    private static long change(Victim victim, int users, int changes, String... headers) throws Exception {
        List<Intruder> all = new ArrayList<>();
        try {
            for (int i = 0; i < users; i++) {
                Intruder user = Intruder.open(victim.address(), "/presence", headers);
                all.add(user);
                user.send("{\"type\":\"register\",\"username\":\"a-rather-long-name-of-a-user-" + i
                        + "\",\"ip\":\"192.0.2.1\"}");
                Thread.startVirtualThread(user::readToTheEnd);
            }
            TimeUnit.MILLISECONDS.sleep(500);
            return Attacks.cpuOf(victim, () -> {
                for (int i = 0; i < changes; i++) {
                    try (Intruder comes = Intruder.open(victim.address(), "/presence")) {
                        comes.send("{\"type\":\"register\",\"username\":\"who-comes-and-goes\",\"ip\":\"192.0.2.1\"}");
                        comes.read();
                    }
                    // a burst of changes is one list
                    TimeUnit.MILLISECONDS.sleep(250);
                }
            });
        } finally {
            for (Intruder user : all) {
                user.close();
            }
        }
    }

    private static String news(AtomicReference<String> last) {
        String text = last.get();
        return text == null ? "" : text;
    }
}
