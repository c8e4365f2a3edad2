package dev.ringdown.server.churn;

import dev.ringdown.server.support.Frame;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** A client of the flyx dialect, who comes back from some of its losses. */
final class FlyxChurn extends ChurnClient {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ALL = "*";
    private static final int GONE = 410;

    private String room = "";
    private String id = "";
    private String role = "";
    private String key = "";
    private boolean welcome;

    /** How often it came back, or may have tried to. */
    private int incarnation;
    /** Whether the server said before a Close why it comes. */
    private boolean told;

    /** Who is at the other side, by id: those the server told a sender of, or whom a receiver has heard. */
    private final Set<String> others = new HashSet<>();
    /** Who is gone for good. */
    private final Set<String> gone = new HashSet<>();

    private int number;
    private final Map<String, Integer> next = new HashMap<>();
    /** The last message from each client, by its incarnation and number. */
    private final Map<String, Long> last = new HashMap<>();
    /** The number that the next one for this client alone must have, as long as nobody came back in between. */
    private final Map<String, Integer> expected = new HashMap<>();

    FlyxChurn(Churn churn, String name, Random random) {
        super(churn, name, random);
    }

    @Override
    void live() throws IOException, InterruptedException {
        synchronized (this) {
            room = churn.flyxRooms().get(random.nextInt(churn.flyxRooms().size()));
            id = "";
            role = "";
            key = "";
            incarnation = 0;
            number = 0;
            welcome = false;
            told = false;
            others.clear();
            gone.clear();
            next.clear();
            last.clear();
            expected.clear();
        }
        boolean resumable = random.nextInt(3) > 0;
        Frame join = Frame.text("{\"type\":\"join\"}");
        String path = "/ws/" + room + (resumable ? "?resume" : "");
        if (random.nextBoolean()) {
            connect(path, join);
        } else {
            connect(path);
            send(join);
        }
        act();
        while (resumable && random.nextBoolean() && waitFor(() -> welcome)) {
            lose();
            String old;
            synchronized (this) {
                old = key;
                key = "";
                welcome = false;
                incarnation++;
                number = 0;
                next.clear();
                expected.clear();
            }
            int status = connect("/ws/" + room + "?resume=" + old);
            if (status == GONE) {
                return;
            }
            act();
        }
        end();
    }

    private void act() throws IOException {
        if (!waitFor(() -> welcome)) {
            return;
        }
        for (int act = random.nextInt(15); act >= 0 && !isClosed(); act--) {
            pause();
            send(talk().toArray(Frame[]::new));
        }
    }

    private synchronized List<Frame> talk() {
        List<Frame> frames = new ArrayList<>();
        List<String> ids = new ArrayList<>(others);
        for (int i = random.nextInt(5); i >= 0; i--) {
            String target = "";
            String named = "";
            if (role.equals("sender") && !ids.isEmpty() && random.nextInt(3) > 0) {
                target = ids.get(random.nextInt(ids.size()));
                named = "\"client_id\":\"" + target + "\",";
            } else if (role.equals("receiver") && random.nextBoolean()) {
                named = "\"client_id\":\"somebody else\",";
            }
            int alone = target.isEmpty() ? 0 : next.merge(target, 1, Integer::sum);
            String place = (target.isEmpty() ? ALL : target) + ":" + room + ":" + alone;
            ChurnTag tag = new ChurnTag(self, role, place, incarnation, number++, size());
            frames.add(Frame.text(
                    "{\"type\":\"ice_candidate\",\"data\":{" + named + "\"candidate\":\"" + tag.text() + "\"}}"));
        }
        return frames;
    }

    @Override
    boolean mayBeClosed(String reason) {
        return told || (incarnation > 0 && !welcome && reason.startsWith("session-over"));
    }

    @Override
    void heard(String text) {
        JsonNode message = JSON.readTree(text);
        JsonNode data = message.path("data");
        String from = data.path("client_id").asString("");
        switch (message.path("type").asString()) {
            case "join" -> {
                if (data.has("role")) {
                    welcomed(from, data, text);
                } else if (!others.add(from) && incarnation == 0) {
                    violation("came twice: " + text);
                }
            }
            case "disconnect" -> {
                boolean here = others.remove(from);
                if (!gone.add(from) || (!here && incarnation == 0 && role.equals("sender"))) {
                    violation("gone, and was not here: " + text);
                }
            }
            case "ice_candidate" -> relayed(from, data, text);
            case "error" -> {
                String code = data.path("code").asString();
                told = code.equals("room-full");
                if (!told && !code.equals("unknown-peer")) {
                    violation("refused: " + text);
                }
            }
            default -> violation("not of this dialect: " + text);
        }
    }

    private void welcomed(String mine, JsonNode data, String text) {
        String my = data.path("role").asString();
        if (welcome || (incarnation > 0 && (!mine.equals(id) || !my.equals(role)))) {
            violation("a welcome that is not mine, who am %s, %s: %s".formatted(id, role, text));
        }
        churn.fact(self, "flyx " + mine, self);
        id = mine;
        role = my;
        key = data.path("resume").asString("");
        welcome = true;
    }

    private void relayed(String from, JsonNode data, String text) {
        ChurnTag tag = ChurnTag.of(data.path("candidate").asString());
        String[] place = tag == null ? new String[] {"", ""} : tag.place().split(":", -1);
        if (tag == null || !place[1].equals(room)) {
            violation("a message that is not mine, who am %s in %s: %s".formatted(id, room, text));
            return;
        }
        if (!place[0].equals(ALL)) {
            churn.fact(self, "flyx " + place[0], self);
        }
        churn.fact(self, "flyx " + from, tag.sender());
        if (incarnation > 0 && !welcome) {
            violation("before my welcome: " + text);
        } else if (welcome && tag.target().equals(role)) {
            violation("from a " + role + ", as I am: " + text);
        } else if (gone.contains(from)) {
            violation("from one who is gone: " + text);
        } else if (welcome && role.equals("sender") && incarnation == 0 && !others.contains(from)) {
            violation("from one of whom I was not told: " + text);
        }
        checkOrder(from, tag, Integer.parseInt(place[2]), text);
    }

    private void checkOrder(String from, ChurnTag tag, int alone, String text) {
        long at = (long) tag.stream() << 32 | tag.number();
        Long before = last.put(from, at);
        if (before != null && before >= at) {
            violation("out of order, behind %d of %d: %s".formatted(before & 0xffff_ffffL, before >> 32, text));
        }
        // what a connection has lost is lost: without a gap only while it lasts
        if (alone > 0 && incarnation == 0) {
            int want = expected.merge(from + " " + tag.stream(), 1, Integer::sum);
            if (want != alone) {
                violation("number %d to me was expected: %s".formatted(want, text));
            }
        }
    }
}
