package dev.ringdown.server.dialect.vyoma;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringdown.protocol.CloseReason;
import dev.ringdown.server.config.VyomaSettings;
import dev.ringdown.server.dialect.Client;
import dev.ringdown.server.dialect.Clients;
import dev.ringdown.server.dialect.Conversation;
import dev.ringdown.server.dialect.DialectConformance;
import dev.ringdown.server.dialect.MemoryClients;
import dev.ringdown.server.dialect.MessageLimits;
import dev.ringdown.server.dialect.SocketClients;
import dev.ringdown.server.dialect.SocketClients.SocketClient;
import dev.ringdown.server.dialect.SocketConformance;
import dev.ringdown.server.support.Frame;
import dev.ringdown.server.support.RawSocket;
import dev.ringdown.server.support.RunningServer;
import dev.ringdown.server.support.TransportCase;
import dev.ringdown.server.support.TransportServers;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Holds the vyoma dialect, in each of its formats, to what every dialect is held to. */
final class VyomaConformanceTest {
    @RegisterExtension
    static final TransportServers SERVERS = TransportServers.with(SocketConformance.SETTINGS);

    @Nested
    final class TextInMemory implements DialectConformance {
        @Override
        public Clients clients() {
            return memory();
        }

        @Override
        public Conversation converse(Clients clients) throws IOException {
            return new TextConversation(clients);
        }

        @Test
        @Override
        public void refusesBinaryAndGoesOn() throws Exception {
            try (Clients clients = clients()) {
                relaysBinary(clients);
            }
        }
    }

    @Nested
    final class JsonInMemory implements DialectConformance {
        @Override
        public Clients clients() {
            return memory();
        }

        @Override
        public Conversation converse(Clients clients) throws IOException {
            return new JsonConversation(clients);
        }
    }

    @Nested
    @ParameterizedClass(name = "{0}")
    @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = ".*_APART") // nobody gathers here
    final class TextOverSockets implements SocketConformance {
        private final TransportCase transport;

        TextOverSockets(TransportCase transport) {
            this.transport = transport;
        }

        @Override
        public SocketClients clients() throws IOException {
            return new SocketClients(SERVERS.on(transport), "/pair");
        }

        @Override
        public Conversation converse(Clients clients) throws IOException {
            return new TextConversation(clients);
        }

        @Override
        public String dialectName() {
            return "vyoma";
        }

        @Test
        @Override
        public void refusesBinaryAndGoesOn() throws Exception {
            try (Clients clients = clients()) {
                relaysBinary(clients);
            }
        }

        /** Whatever it says is a message here: only what is too much is refused. */
        @Test
        @Override
        public void closesWith1008WhoDoesNotStopBeingRefused() throws Exception {
            try (RunningServer server = RunningServer.start(
                            "websocket.max-messages-per-second", "1", "websocket.max-errors-per-second", "1");
                    SocketClients clients = new SocketClients(server, "/pair")) {
                Conversation talk = converse(clients);
                RawSocket speaker = ((SocketClient) talk.speaker()).socket();
                for (int i = 0; i < 100; i++) {
                    talk.speaker().send(talk.said("number " + i));
                }
                int refusals = 0;
                Frame answer = speaker.read();
                while (answer.opcode() == Frame.TEXT) {
                    refusals++;
                    answer = speaker.read();
                }
                assertThat(answer.closeCode()).isEqualTo(1008);
                assertThat(answer.closeReason()).startsWith(CloseReason.RATE_LIMITED.label());
                assertThat(refusals).isGreaterThan(5);
            }
        }

        @Override
        public boolean relaysAnyLength() {
            return true;
        }
    }

    @Nested
    @ParameterizedClass(name = "{0}")
    @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = ".*_APART") // nobody gathers here
    final class JsonOverSockets implements SocketConformance {
        private final TransportCase transport;

        JsonOverSockets(TransportCase transport) {
            this.transport = transport;
        }

        @Override
        public SocketClients clients() throws IOException {
            return new SocketClients(SERVERS.on(transport), "/pair");
        }

        @Override
        public Conversation converse(Clients clients) throws IOException {
            return new JsonConversation(clients);
        }

        @Override
        public String dialectName() {
            return "vyoma";
        }

        @Override
        public boolean relaysAnyLength() {
            return true;
        }
    }

    private static Clients memory() {
        return new MemoryClients(new VyomaDialect(VyomaSettings.DEFAULTS, new MessageLimits(65536, 65536, 16)));
    }

    private static void relaysBinary(Clients clients) throws IOException {
        TextConversation talk = new TextConversation(clients);
        talk.speaker().sendBinary(new byte[] {1, 2, 3});
        assertThat(talk.listener().read()).isEqualTo("\u0001\u0002\u0003");
        talk.speaker().send("still here");
        assertThat(talk.listener().read()).isEqualTo("still here");
    }

    private static final class TextConversation implements Conversation {
        private final Client listener;
        private final Client speaker;

        TextConversation(Clients clients) throws IOException {
            listener = clients.open();
            assertThat(listener.read()).isEqualTo("⌛ Waiting for another entrepreneur...");
            speaker = clients.open();
            assertThat(speaker.read()).isEqualTo("🎯 Connected with an entrepreneur!");
            assertThat(listener.read()).isEqualTo("🎯 Connected with an entrepreneur!");
        }

        @Override
        public Client speaker() {
            return speaker;
        }

        @Override
        public Client listener() {
            return listener;
        }

        @Override
        public String said(String text) {
            return text;
        }

        @Override
        public String heard(String text) {
            return text;
        }

        @Override
        public String malformed() {
            return "";
        }

        @Override
        public boolean isRefusal(String message) {
            return message.startsWith("⚠️ ") && !isNewsOfLoss(message);
        }

        @Override
        public boolean isNewsOfLoss(String message) {
            return message.equals("⚠️ Partner disconnected.");
        }

        @Override
        public boolean isNewsOfListenersLoss(String message) {
            return isNewsOfLoss(message);
        }
    }

    private static final class JsonConversation implements Conversation {
        private final Client listener;
        private final Client speaker;

        JsonConversation(Clients clients) throws IOException {
            listener = clients.open("format=json");
            assertThat(listener.read()).isEqualTo("{\"type\":\"waiting\"}");
            speaker = clients.open("format=json");
            assertThat(speaker.read()).startsWith("{\"type\":\"paired\"");
            assertThat(listener.read()).startsWith("{\"type\":\"paired\"");
        }

        @Override
        public Client speaker() {
            return speaker;
        }

        @Override
        public Client listener() {
            return listener;
        }

        @Override
        public String said(String text) {
            return " {\"payload\": {\"a\":[1.50, \"" + text + "\"]},\n\"t\\u0079pe\":\"sign\\u0061l\"}";
        }

        @Override
        public String heard(String text) {
            return said(text);
        }

        @Override
        public List<String> saidAmbiguously(String text) {
            return List.of(
                    "{\"type\":\"partner_left\"," + said(text).substring(2),
                    "{\"TYPE\":\"partner_left\"," + said(text).substring(2),
                    "{\"type\":\"message\",\"payload\":\"" + text + "\",\"T\\u0079pe\":\"paired\"}");
        }

        @Override
        public String malformed() {
            return "{\"type\":\"message\",";
        }

        @Override
        public boolean isRefusal(String message) {
            return message.startsWith("{\"type\":\"error\",\"payload\":{\"code\":\"");
        }

        @Override
        public boolean isNewsOfLoss(String message) {
            return message.equals("{\"type\":\"partner_left\"}");
        }

        @Override
        public boolean isNewsOfListenersLoss(String message) {
            return isNewsOfLoss(message);
        }
    }
}
