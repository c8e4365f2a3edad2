package dev.ringdown.server.dialect.cheery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringdown.server.config.CheerySettings;
import dev.ringdown.server.dialect.Client;
import dev.ringdown.server.dialect.Clients;
import dev.ringdown.server.dialect.Conversation;
import dev.ringdown.server.dialect.DialectConformance;
import dev.ringdown.server.dialect.MemoryClients;
import dev.ringdown.server.dialect.MessageLimits;
import dev.ringdown.server.dialect.SocketClients;
import dev.ringdown.server.dialect.SocketClients.SocketClient;
import dev.ringdown.server.dialect.SocketConformance;
import dev.ringdown.server.support.TransportCase;
import dev.ringdown.server.support.TransportServers;
import java.io.IOException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Holds the cheery dialect to what every dialect is held to. */
final class CheeryConformanceTest {
    @RegisterExtension
    static final TransportServers SERVERS = TransportServers.with(SocketConformance.SETTINGS);

    @Nested
    final class InMemory implements DialectConformance {
        private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

        @AfterEach
        void end() {
            timer.shutdownNow();
        }

        @Override
        public Clients clients() {
            MessageLimits limits = new MessageLimits(65536, 65536, 16);
            return new MemoryClients(new CheeryDialect(CheerySettings.DEFAULTS, limits, timer));
        }

        @Override
        public Conversation converse(Clients clients) throws IOException {
            return new CheeryConversation(clients);
        }

        @Test
        @Override
        public void tellsOfALossAfterEverythingThatWasSaid() throws Exception {
            try (Clients clients = clients()) {
                tellsTheOthersOfALoss(clients);
            }
        }
    }

    @Nested
    @ParameterizedClass(name = "{0}")
    @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = ".*_APART") // nobody gathers here
    final class OverSockets implements SocketConformance {
        private final TransportCase transport;

        OverSockets(TransportCase transport) {
            this.transport = transport;
        }

        @Override
        public SocketClients clients() throws IOException {
            return new SocketClients(SERVERS.on(transport), "/presence");
        }

        @Override
        public Conversation converse(Clients clients) throws IOException {
            return new CheeryConversation(clients);
        }

        @Override
        public String dialectName() {
            return "cheery";
        }

        @Test
        @Override
        public void tellsOfALossAfterEverythingThatWasSaid() throws Exception {
            try (Clients clients = clients()) {
                tellsTheOthersOfALoss(clients);
            }
        }

        @Test
        @Override
        public void closesWith1009WhatIsTooBig() throws Exception {
            try (SocketClients clients = clients()) {
                CheeryConversation talk = new CheeryConversation(clients);
                talk.bob.send(talk.said("x".repeat(5000)));
                assertThat(((SocketClient) talk.bob).socket().readClose().closeCode())
                        .isEqualTo(1009);
                assertThat(talk.isNewsOfLoss(talk.alice.read())).isTrue();
            }
        }

        @Test
        @Override
        public void givesUpOnWhoDoesNotReadAndTellsTheOthers() throws Exception {
            try (SocketClients clients = clients()) {
                CheeryConversation talk = new CheeryConversation(clients);
                floodUntilEvicted(clients, talk.bob, talk.said("x".repeat(3500)));
                assertThat(talk.isNewsOfLoss(talk.alice.read())).isTrue();
            }
        }
    }

    private static void tellsTheOthersOfALoss(Clients clients) throws IOException {
        CheeryConversation talk = new CheeryConversation(clients);
        for (int i = 0; i < 100; i++) {
            talk.bob.send(talk.said("number " + i));
        }
        talk.bob.drop();
        assertThat(talk.isNewsOfLoss(talk.alice.read())).isTrue();
    }

    /**
     * The server relays nothing here: Bob asks for an address, and what is heard is the answer. That he is gone is heard
     * by Alice, so the tests in which that happens are written anew.
     */
    private static final class CheeryConversation implements Conversation {
        private final Client alice;
        private final Client bob;

        CheeryConversation(Clients clients) throws IOException {
            alice = clients.open();
            alice.send("{\"type\":\"register\",\"username\":\"alice\"}");
            assertThat(alice.read()).isEqualTo("{\"type\":\"user_list\",\"users\":[\"alice\"]}");
            bob = clients.open();
            bob.send("{\"type\":\"register\",\"username\":\"bob\"}");
            assertThat(bob.read()).isEqualTo("{\"type\":\"user_list\",\"users\":[\"alice\",\"bob\"]}");
            assertThat(alice.read()).isEqualTo("{\"type\":\"user_list\",\"users\":[\"alice\",\"bob\"]}");
        }

        @Override
        public Client speaker() {
            return bob;
        }

        @Override
        public Client listener() {
            return bob;
        }

        @Override
        public String said(String text) {
            return "{\"type\":\"get_ip\",\"target\":\"" + text + "\"}";
        }

        @Override
        public String heard(String text) {
            return "{\"type\":\"ip_response\",\"target\":\"" + text + "\",\"error\":\"User offline\"}";
        }

        @Override
        public String malformed() {
            return "{\"type\":\"get_ip\",";
        }

        @Override
        public boolean isRefusal(String message) {
            return message.startsWith("{\"type\":\"error\",\"message\":\"");
        }

        @Override
        public boolean isNewsOfLoss(String message) {
            return message.equals("{\"type\":\"user_list\",\"users\":[\"alice\"]}");
        }

        @Override
        public boolean isNewsOfListenersLoss(String message) {
            throw new AssertionError("he listens to himself");
        }
    }
}
