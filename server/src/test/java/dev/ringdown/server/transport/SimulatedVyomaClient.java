package dev.ringdown.server.transport;

import dev.ringdown.server.simulation.Findings;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Speaks the vyoma dialect, in JSON. */
final class SimulatedVyomaClient extends SimulatedClient {
    private boolean waiting;
    private boolean paired;
    private int pairings;
    private int sent;

    private @Nullable String partner;
    private int partnersPairing;
    private int received;

    SimulatedVyomaClient(String name, SimulatedSocket socket, Circumstances circumstances) {
        super(name, socket, circumstances);
        upgrade("/pair?format=json");
    }

    @Override
    String act(int choice) {
        if (!paired) {
            return "waits";
        }
        if ((choice & 7) == 0) {
            paired = false;
            say("{\"type\":\"next\"}");
            return "wants another partner";
        }
        int messages = (choice >>> 4 & 3) + 1;
        for (int i = 0; i < messages; i++) {
            say("{\"type\":\"message\",\"payload\":\"" + name + " " + pairings + " " + sent++ + " \"}");
        }
        return "sends " + messages;
    }

    @Override
    void text(String text) {
        switch (field(text, "type")) {
            case "waiting" -> {
                waiting = true;
                partner = null;
            }
            case "paired" -> {
                Findings.check(partner == null || !waiting, name + " is paired twice");
                waiting = false;
                paired = true;
                pairings++;
                sent = 0;
                partner = null;
                received = 0;
            }
            case "partner_left" -> {
                paired = false;
                say("{\"type\":\"next\"}");
            }
            case "message" -> message(field(text, "payload"));
            case "error" -> Findings.check(field(text, "code").equals("no-partner"), name + " got an error: " + text);
            default -> Findings.report(name + " got what it does not know: " + text);
        }
    }

    private void message(String payload) {
        String[] words = payload.split(" ", -1);
        Findings.check(!waiting, name + " has no partner and got a message of " + words[0]);
        int pairing = Integer.parseInt(words[1]);
        if (partner == null) {
            partner = words[0];
            partnersPairing = pairing;
        }
        Findings.check(
                partner.equals(words[0]) && partnersPairing == pairing,
                name + " has " + partner + " and got a message of " + words[0]);
        int number = Integer.parseInt(words[2]);
        Findings.check(number == received, name + " got message " + number + " instead of " + received);
        received = number + 1;
    }

    @Override
    void leaving() {}

    @Override
    void lost() {}

    @Override
    boolean dialectCloses(String label) {
        return false;
    }

    /** Nothing is on its way any more: at most one waits. */
    static void checkSettled(List<SimulatedVyomaClient> all) {
        List<String> alone = all.stream()
                .filter(client -> client.isWell() && client.waiting)
                .map(client -> client.name)
                .toList();
        Findings.check(alone.size() <= 1, alone + " wait although they could be paired");
        List<SimulatedVyomaClient> silent = all.stream()
                .filter(client -> client.isSilent() && !client.socket.isClosed())
                .toList();
        List<SimulatedVyomaClient> pairs =
                all.stream().filter(client -> client.isWell() && client.paired).toList();
        Findings.check(
                !silent.isEmpty() || pairs.size() % 2 == 0, pairs + " are paired, with whom is the last of them?");
        for (SimulatedVyomaClient client : pairs) {
            for (SimulatedVyomaClient other : pairs) {
                if (client.name.equals(other.partner) && other.partnersPairing == client.pairings) {
                    Findings.check(
                            other.received == client.sent,
                            other + " got " + other.received + " of " + client.sent + " messages of " + client);
                }
            }
        }
    }
}
