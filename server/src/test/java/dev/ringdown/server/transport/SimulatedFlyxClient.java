package dev.ringdown.server.transport;

import dev.ringdown.server.simulation.Findings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Speaks the flyx dialect, and may come back after it lost its connection. */
final class SimulatedFlyxClient extends SimulatedClient {
    /** Who a client is across its connections. */
    static final class Identity {
        final String name;
        final boolean resumable;

        @Nullable
        String id;

        @Nullable
        String key;

        boolean host;
        /** Whether it lost a connection or gave one up: what was sent to it or by it meanwhile may be lost. */
        boolean interrupted;

        private int sentToAll;
        private int sentToHost;
        private final Map<String, Integer> sentTo = new HashMap<>();
        private final Map<String, Integer> received = new HashMap<>();
        private final Map<String, String> guests = new LinkedHashMap<>();
        private final Set<String> left = new HashSet<>();

        Identity(String name, boolean resumable) {
            this.name = name;
            this.resumable = resumable;
        }
    }

    final Identity identity;
    private final boolean comesBack;
    private boolean welcomed;

    /**
     * @param room where it goes
     * @param first what it asks for before, without waiting for the answer; empty for nothing
     */
    SimulatedFlyxClient(
            String name,
            SimulatedSocket socket,
            Circumstances circumstances,
            Identity identity,
            String room,
            String first) {
        super(name, socket, circumstances);
        this.identity = identity;
        this.comesBack = identity.key != null;
        if (!first.isEmpty()) {
            request(first);
        }
        String resume = identity.key == null ? "" : identity.key;
        upgrade("/ws/" + room + (identity.resumable ? "?resume=" + resume : ""));
        if (!comesBack) {
            say("{\"type\":\"join\",\"data\":{}}");
        }
    }

    @Override
    String act(int choice) {
        if (!welcomed) {
            return "waits";
        }
        if (!identity.host) {
            offer("", "H", identity.sentToHost++);
            return "sends to the host";
        }
        if ((choice & 3) == 0 || identity.guests.isEmpty()) {
            offer("", "*", identity.sentToAll++);
            return "sends to all guests";
        }
        List<String> ids = new ArrayList<>(identity.guests.keySet());
        String id = ids.get((choice >>> 4) % ids.size());
        int messages = (choice >>> 2 & 3) + 1;
        for (int i = 0; i < messages; i++) {
            offer(id, id, identity.sentTo.merge(id, 1, Integer::sum) - 1);
        }
        return "sends " + messages + " to one guest";
    }

    private void offer(String clientId, String to, int number) {
        say("{\"type\":\"offer\",\"data\":{\"client_id\":\"" + clientId + "\",\"sdp\":\"" + identity.name + " " + to
                + " " + number + " \"}}");
    }

    @Override
    void text(String text) {
        String id = field(text, "client_id");
        switch (field(text, "type")) {
            case "join" -> {
                if (text.contains("\"role\"")) {
                    welcome(text, id);
                } else {
                    Findings.check(
                            comesBack || identity.guests.put(id, id) == null, name + " hears twice that somebody came");
                    identity.guests.put(id, id);
                }
            }
            case "offer" -> offered(id, field(text, "sdp"));
            case "disconnect" -> {
                identity.guests.remove(id);
                Findings.check(identity.left.add(id), name + " hears twice that somebody left");
            }
            case "error" -> {
                String code = field(text, "code");
                Findings.check(
                        code.equals("unknown-peer") || code.equals("not-in-room"), name + " got an error: " + text);
            }
            default -> Findings.report(name + " got what it does not know: " + text);
        }
    }

    private void welcome(String text, String id) {
        Findings.check(identity.id == null || identity.id.equals(id), name + " came back as somebody else");
        identity.id = id;
        identity.host = text.contains("\"sender\"");
        if (identity.resumable) {
            identity.key = field(text, "resume");
        }
        welcomed = true;
    }

    private void offered(String id, String sdp) {
        String[] words = sdp.split(" ", -1);
        String from = words[0];
        String to = words[1];
        boolean forMe = to.equals("H") || to.equals("*") || identity.id == null || to.equals(identity.id);
        Findings.check(forMe, name + " got what is for another: " + sdp);
        Findings.check(!from.equals(identity.name), name + " got what it sent");
        Findings.check(!identity.left.contains(id), name + " hears from " + from + ", who has left");
        int number = Integer.parseInt(words[2]);
        String source = from + " " + to;
        Integer before = identity.received.put(source, number);
        if (before != null) {
            boolean inOrder = number == before + 1 || (number > before && identity.interrupted);
            Findings.check(inOrder, name + " got message " + number + " of " + from + " after " + before);
        }
    }

    @Override
    void leaving() {
        identity.interrupted = true;
    }

    @Override
    void lost() {
        identity.interrupted = true;
    }

    @Override
    boolean dialectCloses(String label) {
        return label.equals("replaced") || label.equals("session-over");
    }

    /** Nothing is on its way any more. */
    static void checkSettled(List<SimulatedFlyxClient> all) {
        List<SimulatedFlyxClient> hosts = all.stream()
                .filter(client -> client.isWell() && client.identity.host)
                .toList();
        for (SimulatedFlyxClient client : all) {
            if (client.isWell()) {
                Findings.check(client.welcomed, client.name + " was never welcomed");
            }
        }
        Findings.check(hosts.size() <= 1, hosts + " are all the host of one room");
        for (SimulatedFlyxClient host : hosts) {
            for (SimulatedFlyxClient guest : all) {
                Identity to = guest.identity;
                if (guest != host && guest.isWell() && !to.interrupted && !host.identity.interrupted && to.id != null) {
                    int sent = host.identity.sentTo.getOrDefault(to.id, 0);
                    int arrived = to.received.getOrDefault(host.identity.name + " " + to.id, -1) + 1;
                    Findings.check(
                            sent == arrived, to.name + " got " + arrived + " of " + sent + " messages of the host");
                }
            }
        }
    }
}
