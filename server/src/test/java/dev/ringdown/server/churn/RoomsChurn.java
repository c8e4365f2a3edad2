package dev.ringdown.server.churn;

import dev.ringdown.server.support.Frame;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * A client of the rooms dialect. It enters each room once at most, so that what comes late from one is not taken for news of
 * another stay.
 */
final class RoomsChurn extends ChurnClient {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int ROOMS = 6;
    private static final String FENCE = "";

    /** What was asked for and is not answered yet: rooms to join, or a question whose answer says that all before it is done. */
    private final Queue<String> asked = new ArrayDeque<>();

    private boolean identified;
    /** Where it is, as far as it was told. */
    private @Nullable String room;
    /** Who else is there, ids and names. */
    private final Map<String, String> members = new HashMap<>();

    /** The number of the next message, to a client in a room. */
    private final Map<String, Integer> next = new HashMap<>();
    /** The number that the next message from a client in a room must have. */
    private final Map<String, Integer> expected = new HashMap<>();

    RoomsChurn(Churn churn, String name, Random random) {
        super(churn, name, random);
    }

    @Override
    void live() throws IOException, InterruptedException {
        List<String> rooms = new ArrayList<>();
        for (int i = 0; i < ROOMS; i++) {
            rooms.add("room" + i);
        }
        Collections.shuffle(rooms, random);
        synchronized (this) {
            asked.clear();
            members.clear();
            next.clear();
            expected.clear();
            identified = false;
            room = null;
        }
        String first = rooms.removeFirst();
        Frame identify = Frame.text("{\"type\":\"IDENTIFY\",\"username\":\"" + self + "\"}");
        if (random.nextBoolean()) {
            asked.add(first);
            connect("/ws", identify, join(first));
        } else {
            connect("/ws");
            ask(first, identify, join(first));
        }
        String there = first;
        for (int act = random.nextInt(25); act >= 0 && !isClosed(); act--) {
            pause();
            switch (random.nextInt(8)) {
                case 0 -> {
                    if (!rooms.isEmpty()) {
                        there = rooms.removeFirst();
                        ask(there, join(there));
                    }
                }
                case 1 -> {
                    if (!rooms.isEmpty()) {
                        // who is still in the room that is left may be talked to for the last time, in the same segment
                        List<Frame> frames = talk(there);
                        there = rooms.removeFirst();
                        frames.add(join(there));
                        ask(there, frames.toArray(Frame[]::new));
                    }
                }
                case 2 -> {
                    if (random.nextInt(4) == 0) {
                        ask(FENCE, Frame.text("{\"type\":\"LEAVE_ROOM\"}"), Frame.text("{\"type\":\"CHAT_MESSAGE\"}"));
                    }
                }
                default -> send(talk(there).toArray(Frame[]::new));
            }
        }
        if (random.nextBoolean()) {
            waitFor(asked::isEmpty);
        }
        end();
    }

    private static Frame join(String room) {
        return Frame.text("{\"type\":\"JOIN_ROOM\",\"roomId\":\"" + room + "\"}");
    }

    private void ask(String what, Frame... frames) throws IOException {
        synchronized (this) {
            asked.add(what);
        }
        send(frames);
    }

    /** Messages for members of the room in which it will be when they are read, if it knows any. */
    private synchronized List<Frame> talk(String there) {
        List<Frame> frames = new ArrayList<>();
        List<String> ids = new ArrayList<>(members.keySet());
        for (int i = ids.isEmpty() || !there.equals(room) ? 0 : 1 + random.nextInt(6); i > 0; i--) {
            String id = ids.get(random.nextInt(ids.size()));
            String target = String.valueOf(members.get(id));
            int number = next.merge(target + "@" + there, 1, Integer::sum) - 1;
            frames.add(Frame.text("{\"type\":\"ICE_CANDIDATE\",\"toPeerId\":\"" + id + "\",\"iceCandidate\":\""
                    + new ChurnTag(self, target, there, 0, number, size()).text() + "\"}"));
        }
        return frames;
    }

    @Override
    void heard(String text) {
        JsonNode message = JSON.readTree(text);
        switch (message.path("type").asString()) {
            case "AUTH_SUCCESS" -> {
                if (identified || !message.path("username").asString().equals(self)) {
                    violation("a welcome that is not mine: " + text);
                }
                identified = true;
            }
            case "ROOM_MEMBERS" -> entered(message);
            case "NEW_PEER_IN_ROOM" -> {
                String id = known(message.path("peer"));
                if (isHere(message)
                        && members.put(id, message.path("peer").path("username").asString()) != null) {
                    violation("came twice: " + text);
                }
            }
            case "PEER_LEFT_ROOM" -> {
                String id = known(message.path("peer"));
                if (isHere(message) && members.remove(id) == null) {
                    violation("left, and was not here: " + text);
                }
            }
            case "ICE_CANDIDATE" -> relayed(text, message);
            case "ERROR" -> refused(message.path("code").asString(), text);
            default -> violation("not of this dialect: " + text);
        }
    }

    /** Whether news are of the present room; of an earlier one they may be late. */
    private boolean isHere(JsonNode message) {
        return message.path("roomId").asString().equals(room);
    }

    private String known(JsonNode peer) {
        String id = peer.path("id").asString();
        churn.fact(self, "rooms " + id, peer.path("username").asString());
        return id;
    }

    private void entered(JsonNode message) {
        String entered = message.path("roomId").asString();
        if (!identified || !entered.equals(asked.poll())) {
            violation("not the room that I asked for: " + message);
        }
        room = entered;
        members.clear();
        message.path("members").forEach(member -> {
            if (members.put(known(member), member.path("username").asString()) != null
                    || member.path("username").asString().equals(self)) {
                violation("a member twice, or myself: " + message);
            }
        });
    }

    private void refused(String code, String text) {
        if (code.equals("not-relayed")) {
            room = null;
            members.clear();
            if (!FENCE.equals(asked.poll())) {
                violation("an answer out of turn: " + text);
            }
        } else if (!code.equals("unknown-peer") && !code.equals("not-in-room")) {
            violation("refused: " + text);
        }
    }

    private void relayed(String text, JsonNode message) {
        String id = message.path("fromPeerId").asString();
        ChurnTag tag = ChurnTag.of(message.path("iceCandidate").asString());
        if (tag == null || !tag.target().equals(self)) {
            violation("a message that is not mine: " + text);
            return;
        }
        churn.fact(self, "rooms " + id, tag.sender());
        if (!tag.place().equals(room) || !members.containsKey(id)) {
            violation("from one who is not in my room %s: %s".formatted(room, text));
        } else if (expected.merge(id + " " + tag.place(), 1, Integer::sum) - 1 != tag.number()) {
            violation("out of order: " + text);
        }
    }
}
