package dev.ringdown.server.dialect.flyx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringdown.server.support.RawSocket;
import dev.ringdown.server.support.RunningServer;
import java.io.IOException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** A client of the flyx dialect over a socket, who reads what comes as JSON. */
final class FlyxClient implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final RawSocket socket;
    private String id = "";
    private String role = "";
    private String resumeKey = "";

    private FlyxClient(RawSocket socket) {
        this.socket = socket;
    }

    /** A client that is connected and has said nothing. */
    static FlyxClient connect(RunningServer server, String room) throws IOException {
        return new FlyxClient(server.open("/ws/" + room));
    }

    /** The same with a query, such as {@code resume=KEY}. */
    static FlyxClient connect(RunningServer server, String room, String query) throws IOException {
        return new FlyxClient(server.open("/ws/" + room + "?" + query));
    }

    /** A client that knows its id. */
    static FlyxClient joined(RunningServer server, String room) throws IOException {
        FlyxClient client = connect(server, room);
        client.join();
        return client;
    }

    /** A client that knows its id and may come back. */
    static FlyxClient resumable(RunningServer server, String room) throws IOException {
        FlyxClient client = connect(server, room, "resume");
        client.join();
        assertThat(client.resumeKey).hasSize(22);
        return client;
    }

    /** A client that came back, and has read who it is. */
    static FlyxClient resumed(RunningServer server, String room, String key) throws IOException {
        FlyxClient client = connect(server, room, "resume=" + key);
        client.readWelcome();
        return client;
    }

    void join() throws IOException {
        send("{\"type\":\"join\",\"data\":{\"client_id\":\"me\"}}");
        readWelcome();
    }

    private void readWelcome() throws IOException {
        JsonNode data = read("join");
        id = data.path("client_id").asString();
        role = data.path("role").asString();
        resumeKey = data.path("resume").asString("");
    }

    String id() {
        return id;
    }

    String role() {
        return role;
    }

    String resumeKey() {
        return resumeKey;
    }

    RawSocket socket() {
        return socket;
    }

    void send(String json) throws IOException {
        socket.send(json);
    }

    /** Sends an offer to one client, or with an empty id to all. */
    void offer(String clientId, String sdp) throws IOException {
        send("{\"type\":\"offer\",\"data\":{\"client_id\":\"%s\",\"sdp\":\"%s\"}}".formatted(clientId, sdp));
    }

    String readText() throws IOException {
        return socket.readText();
    }

    /** Reads a message of a type and returns its data. */
    JsonNode read(String type) throws IOException {
        JsonNode message = JSON.readTree(socket.readText());
        assertThat(message.path("type").asString()).as("%s", message).isEqualTo(type);
        return message.path("data");
    }

    /** Reads an offer that must be from this client, and returns what it says. */
    String readOffer(FlyxClient from) throws IOException {
        JsonNode data = read("offer");
        assertThat(data.path("client_id").asString()).isEqualTo(from.id);
        return data.path("sdp").asString();
    }

    /** Reads news that a client is here, or is gone, and returns its id. */
    String readNews(String type) throws IOException {
        return read(type).path("client_id").asString();
    }

    /** Reads an error and returns its code. */
    String readError() throws IOException {
        JsonNode data = read("error");
        assertThat(data.path("message").asString()).isNotBlank();
        return data.path("code").asString();
    }

    /** Sends something that is answered, and so makes sure that nothing came before the answer. */
    void assertNothingCame() throws IOException {
        send("{\"type\":\"join\"}");
        assertThat(read("join").path("client_id").asString()).isEqualTo(id);
    }

    /** Loses the connection, without a word. */
    void drop() throws IOException {
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
