package dev.ringdown.server.transport;

import dev.ringdown.server.simulation.Findings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Speaks the rooms dialect. What it sends says who sends it to whom, since which meeting of the two, and the how manieth it
 * is; so whoever gets it knows whether it should.
 */
final class SimulatedRoomsClient extends SimulatedClient {
    private static final String FILL = "x".repeat(3000);

    /** Somebody that this client has heard of, until it hears that it left. */
    private static final class Acquaintance {
        private final String name;
        private final int number;
        private int sent;

        Acquaintance(String name, int number) {
            this.name = name;
            this.number = number;
        }
    }

    private record Source(String from, int acquaintance) {}

    private final Map<String, Acquaintance> members = new LinkedHashMap<>();
    private final List<Acquaintance> everMet = new ArrayList<>();
    private final Map<Source, Integer> received = new HashMap<>();
    private final Map<String, Integer> lastAcquaintance = new HashMap<>();

    private boolean identified;
    /** The room it asked for last; null if it left it. */
    private @Nullable String wanted;
    /** Whether it has been told who is in that room. */
    private boolean inRoom;
    /** Whether it was in a room that it left. */
    private boolean everLeft;
    /** Whether what it sent may be lost. */
    private boolean lossy;

    SimulatedRoomsClient(String name, SimulatedSocket socket, Circumstances circumstances) {
        super(name, socket, circumstances);
        upgrade("/ws");
    }

    @Override
    String act(int choice) {
        if (!identified) {
            identified = true;
            say("{\"type\":\"IDENTIFY\",\"username\":\"" + name + "\"}");
            if ((choice & 1) == 0) {
                return "identifies";
            }
            return "identifies, " + join("r0");
        }
        if (wanted == null) {
            return join((choice & 7) == 0 ? "r1" : "r0");
        }
        if (!inRoom) {
            return "waits";
        }
        if ((choice & 15) == 0) {
            return join(wanted.equals("r0") ? "r1" : "r0");
        }
        if ((choice & 15) == 1) {
            wanted = null;
            inRoom = false;
            everLeft = true;
            say("{\"type\":\"LEAVE_ROOM\"}");
            return "leaves the room";
        }
        if (members.isEmpty()) {
            return "is alone";
        }
        List<String> ids = List.copyOf(members.keySet());
        int messages = (choice >>> 4 & 3) + 1;
        String id = ids.get((choice >>> 8) % ids.size());
        for (int i = 0; i < messages; i++) {
            relay(id, (choice >>> 6 & 3) == 0);
        }
        return "sends " + messages + " to " + Objects.requireNonNull(members.get(id)).name;
    }

    private String join(String room) {
        everLeft |= wanted != null;
        wanted = room;
        inRoom = false;
        say("{\"type\":\"JOIN_ROOM\",\"roomId\":\"" + room + "\"}");
        return "joins " + room;
    }

    private void relay(String id, boolean large) {
        Acquaintance to = Objects.requireNonNull(members.get(id));
        say("{\"type\":\"SDP_OFFER\",\"fromPeerId\":\"me\",\"toPeerId\":\"" + id
                + "\",\"sdp\":{\"type\":\"offer\",\"sdp\":\"" + name + " " + to.name + " " + to.number + " " + to.sent++
                + " " + (large ? FILL : "") + "\"}}");
    }

    @Override
    void text(String text) {
        String type = field(text, "type");
        switch (type) {
            case "AUTH_SUCCESS" -> Findings.check(name.equals(field(text, "username")), name + " is called " + text);
            case "ROOM_MEMBERS" -> {
                Findings.check(
                        field(text, "roomId").equals(wanted), name + " is in another room than it wants: " + text);
                members.clear();
                int at = text.indexOf("{\"id\"");
                while (at >= 0) {
                    meet(text.substring(at));
                    at = text.indexOf("{\"id\"", at + 1);
                }
                inRoom = true;
            }
            case "NEW_PEER_IN_ROOM" -> {
                if (isOfRoomThatItLeaves(text)) {
                    return;
                }
                Findings.check(
                        // who leaves and joins again at once may hear late of somebody it was told of already
                        everLeft || !members.containsKey(field(text, "id")),
                        name + " hears twice that somebody came: " + text);
                meet(text.substring(text.indexOf("\"peer\"")));
            }
            case "PEER_LEFT_ROOM" -> {
                if (!isOfRoomThatItLeaves(text)) {
                    Findings.check(
                            members.remove(field(text, "id")) != null || everLeft,
                            name + " hears that somebody left who was not there: " + text);
                }
            }
            case "SDP_OFFER" -> offer(text);
            case "ERROR" -> Findings.check(field(text, "code").equals("unknown-peer"), name + " got an error: " + text);
            default -> Findings.report(name + " got what it does not know: " + text);
        }
    }

    /** What was said before it has left may still come, but nothing more of that room once it is in the next one. */
    private boolean isOfRoomThatItLeaves(String text) {
        boolean ofAnother = !field(text, "roomId").equals(wanted);
        Findings.check(
                !ofAnother || (everLeft && !inRoom), name + " hears of a room that it is not in any more: " + text);
        return ofAnother;
    }

    private void meet(String peer) {
        String other = field(peer, "username");
        Acquaintance met = new Acquaintance(other, lastAcquaintance.merge(other, 1, Integer::sum));
        Findings.check(!other.equals(name), name + " meets itself");
        members.put(field(peer, "id"), met);
        everMet.add(met);
    }

    private void offer(String text) {
        String[] words = text.substring(text.lastIndexOf("\"sdp\":\"") + 7).split(" ", 5);
        String from = words[0];
        Findings.check(words[1].equals(name), name + " got what is for another: " + words[1]);
        Acquaintance known = members.get(field(text, "fromPeerId"));
        if (known == null) {
            // somebody of a room that it is about to leave may have sent this before
            Findings.check(everLeft && !inRoom, name + " got a message from somebody who is not there: " + from);
        } else {
            Findings.check(
                    known.name.equals(from), name + " was told that " + known.name + " sent what is from " + from);
        }
        Source source = new Source(from, Integer.parseInt(words[2]));
        int number = Integer.parseInt(words[3]);
        int expected = received.getOrDefault(source, 0);
        boolean inOrder = everLeft ? number >= expected : number == expected;
        Findings.check(inOrder, name + " got message " + number + " of " + from + " instead of " + expected);
        received.put(source, number + 1);
    }

    @Override
    void leaving() {
        inRoom = false;
    }

    @Override
    void lost() {
        lossy = true;
    }

    @Override
    boolean dialectCloses(String label) {
        return false;
    }

    /** Nothing is on its way any more: everybody got what the others sent, and knows who is there. */
    static void checkSettled(List<SimulatedRoomsClient> all) {
        Map<String, SimulatedRoomsClient> byName = new HashMap<>();
        all.forEach(client -> byName.put(client.name, client));
        boolean doubtful = all.stream().anyMatch(SimulatedClient::isDoubtful);
        for (SimulatedRoomsClient client : all) {
            for (Acquaintance met : client.everMet) {
                SimulatedRoomsClient to = byName.get(met.name);
                if (to != null && to.isWell() && !to.everLeft && !client.lossy && !client.isSilent()) {
                    int arrived = to.received.getOrDefault(new Source(client.name, met.number), 0);
                    Findings.check(
                            arrived == met.sent,
                            to.name + " got " + arrived + " of " + met.sent + " messages of " + client.name);
                }
            }
            if (client.isWell() && client.wanted != null && !doubtful) {
                Findings.check(client.inRoom, client.name + " was never told who is in the room");
                List<String> expected = all.stream()
                        .filter(other -> other != client && other.isInRoom(client.wanted))
                        .map(other -> other.name)
                        .sorted()
                        .toList();
                List<String> told = client.members.values().stream()
                        .map(met -> met.name)
                        .sorted()
                        .toList();
                Findings.check(told.equals(expected), client.name + " knows " + told + " instead of " + expected);
            }
        }
    }

    private boolean isInRoom(@Nullable String room) {
        return isThere() && room != null && room.equals(wanted);
    }
}
