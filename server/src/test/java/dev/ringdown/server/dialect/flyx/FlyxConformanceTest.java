package dev.ringdown.server.dialect.flyx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringdown.server.config.FlyxSettings;
import dev.ringdown.server.core.AddressQuota;
import dev.ringdown.server.core.AddressRateLimiter;
import dev.ringdown.server.core.HostedRooms;
import dev.ringdown.server.core.MemoryBudget;
import dev.ringdown.server.core.RoomOptions;
import dev.ringdown.server.core.SessionLink;
import dev.ringdown.server.dialect.Client;
import dev.ringdown.server.dialect.Clients;
import dev.ringdown.server.dialect.Conversation;
import dev.ringdown.server.dialect.Dialect;
import dev.ringdown.server.dialect.DialectConformance;
import dev.ringdown.server.dialect.DialectSession;
import dev.ringdown.server.dialect.Handshake;
import dev.ringdown.server.dialect.HandshakeRefused;
import dev.ringdown.server.dialect.MemoryClients;
import dev.ringdown.server.dialect.MessageLimits;
import dev.ringdown.server.dialect.SocketClients;
import dev.ringdown.server.dialect.SocketConformance;
import dev.ringdown.server.support.Rest;
import dev.ringdown.server.support.RunningServer;
import dev.ringdown.server.support.TransportCase;
import dev.ringdown.server.support.TransportServers;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Holds the flyx dialect to what every dialect is held to. */
final class FlyxConformanceTest {
    @RegisterExtension
    static final TransportServers SERVERS = TransportServers.with(SocketConformance.SETTINGS);

    private static final ScheduledExecutorService TIMER = Executors.newSingleThreadScheduledExecutor();

    @AfterAll
    static void stop() {
        TIMER.shutdownNow();
    }

    @Nested
    final class InMemory implements DialectConformance {
        @Override
        public Clients clients() {
            MessageLimits limits = new MessageLimits(65536, 65536, 16);
            HostedRooms rooms = new HostedRooms(1, new AddressQuota(0, true), null);
            String room = rooms.make(new RoomOptions(2, Duration.ZERO, Duration.ZERO, false, "{}"))
                    .toCompletableFuture()
                    .join()
                    .id();
            Dialect flyx = new FlyxDialect(
                    FlyxSettings.DEFAULTS,
                    limits,
                    rooms,
                    new AddressRateLimiter(0, true),
                    new AddressQuota(0, true),
                    MemoryBudget.unlimited(),
                    TIMER);
            return new MemoryClients(new InRoom(flyx, room));
        }

        @Override
        public Conversation converse(Clients clients) throws IOException {
            return new FlyxConversation(clients);
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
            return clientsOf(SERVERS.on(transport));
        }

        @Override
        public SocketClients clientsOf(RunningServer server) throws IOException {
            try (Rest rest = Rest.of(server)) {
                return new SocketClients(server, "/ws/" + rest.makeRoom(""));
            }
        }

        @Override
        public Conversation converse(Clients clients) throws IOException {
            return new FlyxConversation(clients);
        }

        @Override
        public String dialectName() {
            return "flyx";
        }

        @Override
        public boolean relaysAnyLength() {
            return true;
        }
    }

    /** The dialect as a door to one room. */
    private record InRoom(Dialect flyx, String room) implements Dialect {
        @Override
        public String name() {
            return flyx.name();
        }

        @Override
        public String path() {
            return flyx.path() + room;
        }

        @Override
        public MessageLimits limits() {
            return flyx.limits();
        }

        @Override
        public DialectSession open(Handshake handshake, SessionLink link) throws HandshakeRefused {
            return flyx.open(handshake, link);
        }
    }

    /** A receiver speaks, and the sender hears it. */
    private static final class FlyxConversation implements Conversation {
        private final Client sender;
        private final Client receiver;
        private final String senderId;
        private final String receiverId;

        FlyxConversation(Clients clients) throws IOException {
            sender = clients.open();
            receiver = clients.open();
            receiverId = idIn(sender.read());
            sender.send("{\"type\":\"join\"}");
            senderId = idIn(sender.read());
            assertThat(senderId).isNotEqualTo(receiverId);
        }

        private static String idIn(String message) {
            assertThat(message).startsWith("{\"type\":\"join\"");
            int id = message.indexOf("\"client_id\":\"") + 13;
            return message.substring(id, id + 36);
        }

        private static String candidate(String id, String text) {
            return "{\"type\":\"ice_candidate\" , \"data\":{\"candidate\":\"%s\",\"client_id\":\"%s\" } }"
                    .formatted(text, id);
        }

        @Override
        public Client speaker() {
            return receiver;
        }

        @Override
        public Client listener() {
            return sender;
        }

        @Override
        public String said(String text) {
            return candidate("", text);
        }

        @Override
        public String saidAsSomebodyElse(String text) {
            return candidate(senderId, text);
        }

        @Override
        public String heard(String text) {
            return candidate(receiverId, text);
        }

        @Override
        public List<String> saidAmbiguously(String text) {
            String said = candidate("", text);
            String forged = "\"client_id\":\"" + senderId + "\"";
            return List.of(
                    said.replace("\"data\":{", "\"data\":{" + forged + ","),
                    said.replace("\"data\":{", "\"data\":{" + forged.toUpperCase(Locale.ROOT) + ","),
                    candidate("", text).replace("client_id", "CLIENT_ID"),
                    said.replace("\"data\":{", "\"data\":{" + forged + "},\"data\":{"),
                    said.replace("\"data\":{", "\"D\\u0061TA\":{" + forged + "},\"data\":{"),
                    "{\"type\":\"disconnect\"," + said.substring(1),
                    "{\"TYPE\":\"error\"," + said.substring(1));
        }

        @Override
        public String malformed() {
            return "{\"type\":\"offer\",\"data\":";
        }

        @Override
        public boolean isRefusal(String message) {
            return message.startsWith("{\"type\":\"error\",\"data\":{\"code\":\"");
        }

        @Override
        public boolean isNewsOfLoss(String message) {
            return message.equals("{\"type\":\"disconnect\",\"data\":{\"client_id\":\"" + receiverId + "\"}}");
        }

        @Override
        public boolean isNewsOfListenersLoss(String message) {
            return message.equals("{\"type\":\"disconnect\",\"data\":{\"client_id\":\"" + senderId + "\"}}");
        }
    }
}
