package dev.ringdown.server.churn;

import dev.ringdown.server.support.Frame;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** A client of the cheery dialect: registers, watches the list, asks for addresses. */
final class CheeryChurn extends ChurnClient {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Of whom it asked the address, and was not answered yet. */
    private final Queue<String> asked = new ArrayDeque<>();

    private Set<String> online = Set.of();

    CheeryChurn(Churn churn, String name, Random random) {
        super(churn, name, random);
    }

    private static String addressOf(String name) {
        return "10.0." + (name.hashCode() >>> 8 & 0xff) + "." + (name.hashCode() & 0xff);
    }

    @Override
    void live() throws IOException, InterruptedException {
        synchronized (this) {
            asked.clear();
            online = Set.of();
        }
        Frame register = Frame.text(
                "{\"type\":\"register\",\"username\":\"%s\",\"ip\":\"%s\"}".formatted(self, addressOf(self)));
        connect("/presence", register);
        for (int act = random.nextInt(10); act >= 0 && !isClosed(); act--) {
            pause();
            ask();
        }
        if (random.nextBoolean()) {
            waitFor(asked::isEmpty);
        }
        end();
    }

    private void ask() throws IOException {
        Frame[] frames = new Frame[1 + random.nextInt(4)];
        synchronized (this) {
            String[] names = online.toArray(String[]::new);
            for (int i = 0; i < frames.length; i++) {
                String target = names.length == 0 ? self : names[random.nextInt(names.length)];
                asked.add(target);
                frames[i] = Frame.text("{\"type\":\"get_ip\",\"target\":\"" + target + "\"}");
            }
        }
        send(frames);
    }

    @Override
    void heard(String text) {
        JsonNode message = JSON.readTree(text);
        switch (message.path("type").asString()) {
            case "user_list" -> {
                Set<String> names = new HashSet<>();
                message.path("users").forEach(user -> {
                    if (!user.asString().matches("cheery\\d+-\\d+") || !names.add(user.asString())) {
                        violation("a list with one that is nobody, or twice: " + text);
                    }
                });
                if (!names.contains(self)) {
                    violation("a list without me: " + text);
                }
                online = names;
            }
            case "ip_response" -> {
                String target = message.path("target").asString();
                String answer =
                        message.path("ip").asString(message.path("error").asString(""));
                if (!target.equals(asked.poll())
                        || !(answer.equals(addressOf(target)) || answer.equals("User offline"))) {
                    violation("not what I asked for: " + text);
                }
            }
            default -> violation("not of this dialect: " + text);
        }
    }
}
