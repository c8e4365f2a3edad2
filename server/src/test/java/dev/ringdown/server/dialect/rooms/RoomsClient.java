package dev.ringdown.server.dialect.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringdown.server.support.RawSocket;
import dev.ringdown.server.support.RunningServer;
import java.io.IOException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** A client of the rooms dialect over a socket, who reads what comes as JSON. */
final class RoomsClient implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final RawSocket socket;

    private RoomsClient(RawSocket socket) {
        this.socket = socket;
    }

    static RoomsClient connect(RunningServer server) throws IOException {
        return new RoomsClient(server.open("/ws"));
    }

    static RoomsClient identified(RunningServer server, String name) throws IOException {
        RoomsClient client = connect(server);
        client.send("{\"type\":\"IDENTIFY\",\"username\":\"%s\"}".formatted(name));
        assertThat(client.read().path("type").asString()).isEqualTo("AUTH_SUCCESS");
        return client;
    }

    /** Joins a room and returns what the server says who is there. */
    JsonNode join(String room) throws IOException {
        send("{\"type\":\"JOIN_ROOM\",\"roomId\":\"%s\"}".formatted(room));
        JsonNode members = read();
        assertThat(members.path("type").asString()).isEqualTo("ROOM_MEMBERS");
        return members;
    }

    RawSocket socket() {
        return socket;
    }

    void send(String json) throws IOException {
        socket.send(json);
    }

    String readText() throws IOException {
        return socket.readText();
    }

    JsonNode read() throws IOException {
        return JSON.readTree(socket.readText());
    }

    /** Reads an error and returns its code. */
    String readError() throws IOException {
        JsonNode error = read();
        assertThat(error.path("type").asString()).as("%s", error).isEqualTo("ERROR");
        assertThat(error.path("message").asString()).isNotBlank();
        return error.path("code").asString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
