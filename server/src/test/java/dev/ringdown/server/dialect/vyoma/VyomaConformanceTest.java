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
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Nested;

/** Holds the vyoma dialect, in each of its formats, to what every dialect is held to. */
final class VyomaConformanceTest {
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
    final class TextOverSockets implements SocketConformance {
        @Override
        public SocketClients clients(String... settings) throws IOException {
            return new SocketClients("/pair", settings);
        }

        @Override
        public Conversation converse(Clients clients) throws IOException {
            return new TextConversation(clients);
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

    @Nested
    final class JsonOverSockets implements SocketConformance {
        @Override
        public SocketClients clients(String... settings) throws IOException {
            return new SocketClients("/pair", settings);
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
    }
}
