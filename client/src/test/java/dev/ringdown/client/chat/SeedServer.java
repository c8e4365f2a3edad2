package dev.ringdown.client.chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ringdown.protocol.bridge.Address;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** A bridge server as the seed's: it keeps who registered, writes its lines by hand, and hangs up after each answer. */
final class SeedServer implements AutoCloseable {
    private final ServerSocket door = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
    private final Map<String, String[]> clients = new LinkedHashMap<>();

    private final Thread server = Thread.ofVirtual().unstarted(this::serve);

    SeedServer() throws IOException {
        server.start();
    }

    Address address() {
        return new Address("127.0.0.1", door.getLocalPort());
    }

    private void serve() {
        while (!door.isClosed()) {
            try (Socket client = door.accept()) {
                BufferedReader in = new BufferedReader(new InputStreamReader(client.getInputStream(), UTF_8));
                String verb = in.readLine();
                Map<String, String> headers = new HashMap<>();
                for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
                    int colon = line.indexOf(": ");
                    headers.put(line.substring(0, Math.max(0, colon)), line.substring(colon < 0 ? 0 : colon + 2));
                }
                client.getOutputStream().write(answer(verb, headers).getBytes(UTF_8));
            } catch (IOException e) {
                // the test is over, or its client gone
            }
        }
    }

    private String answer(String verb, Map<String, String> headers) {
        String id = headers.getOrDefault("clientID", "");
        return switch (verb) {
            case "REGISTER" -> {
                String[] place = {headers.get("IP"), headers.get("Port")};
                clients.put(id, place);
                yield "REGACK\r\nclientID: %s\r\nIP: %s\r\nPort: %s\r\nStatus: registered\r\n\r\n"
                        .formatted(id, place[0], place[1]);
            }
            case "BRIDGE" ->
                clients.entrySet().stream()
                        .filter(client -> !client.getKey().equals(id))
                        .filter(client -> client.getKey().equals(headers.getOrDefault("target", client.getKey())))
                        .map(client -> "BRIDGEACK\r\nclientID: %s\r\nIP: %s\r\nPort: %s\r\n\r\n"
                                .formatted(client.getKey(), client.getValue()[0], client.getValue()[1]))
                        .findFirst()
                        .orElse("BRIDGEACK\r\nclientID: \r\nIP: \r\nPort: \r\n\r\n");
            default ->
                clients.entrySet().stream()
                        .map(client ->
                                "%s %s:%s\r\n".formatted(client.getKey(), client.getValue()[0], client.getValue()[1]))
                        .collect(Collectors.joining("", "INFOACK\r\n", "\r\n"));
        };
    }

    @Override
    public void close() {
        try {
            door.close();
            server.join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
