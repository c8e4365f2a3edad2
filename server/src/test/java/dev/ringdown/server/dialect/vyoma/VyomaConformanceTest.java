package dev.ringdown.server.dialect.vyoma;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringdown.server.config.VyomaSettings;
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
import org.junit.jupiter.api.Nested;
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
    }

    private static Clients memory() {
        return new MemoryClients(new VyomaDialect(VyomaSettings.DEFAULTS, new MessageLimits(65536, 65536, 16)));
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
            return message.startsWith("⚠️ Binary messages are not understood");
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
