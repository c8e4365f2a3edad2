package dev.ringdown.server.transport;

import dev.ringdown.server.simulation.Findings;
import java.util.Arrays;
import java.util.List;

/** Speaks the cheery dialect. */
final class SimulatedCheeryClient extends SimulatedClient {
    private boolean registered;
    private List<String> users = List.of();
    private int asked;
    private int answered;

    SimulatedCheeryClient(String name, SimulatedSocket socket, Circumstances circumstances) {
        super(name, socket, circumstances);
        upgrade("/presence");
    }

    @Override
    String act(int choice) {
        if (!registered) {
            registered = true;
            say("{\"type\":\"register\",\"username\":\"" + name + "\",\"ip\":\"1.2.3.4\"}");
            return "registers";
        }
        asked++;
        say("{\"type\":\"get_ip\",\"target\":\"" + name + "\"}");
        return "asks for an address";
    }

    @Override
    void text(String text) {
        switch (field(text, "type")) {
            case "user_list" -> {
                String list = text.substring(text.indexOf('[') + 1, text.indexOf(']'));
                users = Arrays.stream(list.split(","))
                        .map(user -> user.replace("\"", ""))
                        .toList();
                Findings.check(users.contains(name), name + " is not on its own list: " + text);
            }
            case "ip_response" -> {
                answered++;
                boolean right =
                        field(text, "target").equals(name) && field(text, "ip").equals("1.2.3.4");
                Findings.check(right, name + " got a wrong address: " + text);
            }
            case "ping" -> {}
            default -> Findings.report(name + " got what it does not know: " + text);
        }
    }

    @Override
    void leaving() {}

    @Override
    void lost() {}

    @Override
    boolean dialectCloses(String label) {
        return false;
    }

    /** Nothing is on its way any more: everybody has the same list, which is right. */
    static void checkSettled(List<SimulatedCheeryClient> all) {
        if (all.stream().anyMatch(SimulatedClient::isDoubtful)) {
            return;
        }
        List<String> expected = all.stream()
                .filter(client -> client.registered && client.isThere())
                .map(client -> client.name)
                .sorted()
                .toList();
        for (SimulatedCheeryClient client : all) {
            if (client.isWell() && client.registered) {
                List<String> told = client.users.stream().sorted().toList();
                Findings.check(
                        told.equals(expected), client.name + " has the list " + told + " instead of " + expected);
                Findings.check(
                        client.answered == client.asked,
                        client.name + " got " + client.answered + " of " + client.asked + " answers");
            }
        }
    }
}
