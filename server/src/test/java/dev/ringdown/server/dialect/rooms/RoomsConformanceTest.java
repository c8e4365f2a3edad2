package dev.ringdown.server.dialect.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringdown.server.config.RoomsSettings;
import dev.ringdown.server.dialect.Client;
import dev.ringdown.server.dialect.Clients;
import dev.ringdown.server.dialect.Conversation;
import dev.ringdown.server.dialect.DialectConformance;
import dev.ringdown.server.dialect.MemoryClients;
import dev.ringdown.server.dialect.MessageLimits;
import dev.ringdown.server.dialect.SocketClients;
import dev.ringdown.server.dialect.SocketConformance;
import dev.ringdown.server.support.TransportCase;
import dev.ringdown.server.support.TransportServers;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Holds the rooms dialect to what every dialect is held to. */
final class RoomsConformanceTest {
    @RegisterExtension
    static final TransportServers SERVERS = TransportServers.with(SocketConformance.SETTINGS);

    @Nested
    final class InMemory implements DialectConformance {
        @Override
        public Clients clients() {
            MessageLimits limits = new MessageLimits(65536, 65536, 16);
            return new MemoryClients(new RoomsDialect(RoomsSettings.DEFAULTS, limits));
        }

        @Override
        public Conversation converse(Clients clients) throws IOException {
            return new RoomsConversation(clients);
        }
    }

    @Nested
    @ParameterizedClass(name = "{0}")
    @EnumSource(TransportCase.class)
    final class OverSockets implements SocketConformance {
        private final TransportCase transport;

        OverSockets(TransportCase transport) {
            this.transport = transport;
        }

        @Override
        public SocketClients clients() throws IOException {
            return new SocketClients(SERVERS.on(transport), "/ws");
        }

        @Override
        public Conversation converse(Clients clients) throws IOException {
            return new RoomsConversation(clients);
        }

        @Override
        public String dialectName() {
            return "rooms";
        }

        @Override
        public boolean relaysAnyLength() {
            return true;
        }
    }

    /** Alice is in a room, and Bob joins her; he speaks. */
    private static final class RoomsConversation implements Conversation {
        private final Client alice;
        private final Client bob;
        private final String aliceId;
        private final String bobId;

        RoomsConversation(Clients clients) throws IOException {
            alice = identified(clients, "alice");
            bob = identified(clients, "bob");
            alice.send("{\"type\":\"JOIN_ROOM\",\"roomId\":\"cool-room\"}");
            assertThat(alice.read()).contains("\"members\":[]");
            bob.send("{\"type\":\"JOIN_ROOM\",\"roomId\":\"cool-room\"}");
            aliceId = idIn(bob.read());
            bobId = idIn(alice.read());
        }

        private static Client identified(Clients clients, String name) throws IOException {
            Client client = clients.open();
            client.send("{\"type\":\"IDENTIFY\",\"username\":\"" + name + "\"}");
            assertThat(client.read()).contains("AUTH_SUCCESS");
            return client;
        }

        private static String idIn(String message) {
            int id = message.indexOf("\"id\":\"") + 6;
            return message.substring(id, id + 36);
        }

        private String candidate(String from, String text) {
            return "{\"type\":\"ICE_CANDIDATE\"%s,\"toPeerId\":\"%s\", \"iceCandidate\":{\"candidate\":\"%s\"} }"
                    .formatted(from, aliceId, text);
        }

        @Override
        public Client speaker() {
            return bob;
        }

        @Override
        public Client listener() {
            return alice;
        }

        @Override
        public String said(String text) {
            return candidate(",\"fromPeerId\":\"\"", text);
        }

        @Override
        public String saidAsSomebodyElse(String text) {
            return candidate(",\"fromPeerId\":\"" + aliceId + "\"", text);
        }

        @Override
        public String heard(String text) {
            return candidate(",\"fromPeerId\":\"" + bobId + "\"", text);
        }

        @Override
        public List<String> saidAmbiguously(String text) {
            String forged = "\"" + aliceId + "\"";
            return List.of(
                    candidate(",\"fromPeerId\":" + forged + ",\"fromPeerId\":\"\"", text),
                    candidate(",\"FROMPEERID\":" + forged, text),
                    candidate(",\"from\\u0070eerId\":" + forged + ",\"fromPeerId\":\"\"", text),
                    candidate(",\"topeerid\":\"" + bobId + "\"", text),
                    candidate(",\"TYPE\":\"PEER_LEFT_ROOM\"", text),
                    "{\"type\":\"PEER_LEFT_ROOM\"," + candidate("", text).substring(1));
        }

        @Override
        public String malformed() {
            return "{\"type\":\"ICE_CANDIDATE\",";
        }

        @Override
        public boolean isRefusal(String message) {
            return message.startsWith("{\"type\":\"ERROR\",\"code\":\"");
        }

        @Override
        public boolean isNewsOfLoss(String message) {
            return message.startsWith("{\"type\":\"PEER_LEFT_ROOM\",\"roomId\":\"cool-room\"")
                    && message.contains(bobId);
        }

        @Override
        public boolean isNewsOfListenersLoss(String message) {
            return message.startsWith("{\"type\":\"PEER_LEFT_ROOM\",\"roomId\":\"cool-room\"")
                    && message.contains(aliceId);
        }
    }
}
