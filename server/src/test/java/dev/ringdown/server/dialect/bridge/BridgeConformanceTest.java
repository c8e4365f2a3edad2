package dev.ringdown.server.dialect.bridge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ringdown.server.config.BridgeSettings;
import dev.ringdown.server.dialect.Client;
import dev.ringdown.server.dialect.Clients;
import dev.ringdown.server.dialect.Conversation;
import dev.ringdown.server.dialect.DialectConformance;
import dev.ringdown.server.dialect.MemoryClients;
import dev.ringdown.server.dialect.SocketClients;
import dev.ringdown.server.dialect.SocketConformance;
import dev.ringdown.server.support.RunningServer;
import dev.ringdown.server.support.TransportCase;
import dev.ringdown.server.support.TransportServers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Queue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Holds the bridge dialect to what every dialect is held to: in memory, over its WebSocket, and over plain TCP. */
final class BridgeConformanceTest {
    @RegisterExtension
    static final TransportServers SERVERS = TransportServers.with(Stream.concat(
                    SocketConformance.SETTINGS.stream(),
                    Stream.of("listen.bridge-port", "0", "bridge.websocket", "true"))
            .toList());

    @Nested
    final class InMemory implements DialectConformance {
        @Override
        public Clients clients() {
            return new MemoryClients(new BridgeDialect(BridgeSettings.DEFAULTS).overWebSocket("/bridge", true));
        }

        @Override
        public Conversation converse(Clients clients) throws IOException {
            return new BridgeConversation(clients);
        }

        @Test
        @Override
        public void tellsOfALossAfterEverythingThatWasSaid() throws Exception {
            keepsWhatALostClientHasSaid(clients());
        }
    }

    @Nested
    @ParameterizedClass(name = "{0}")
    @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = ".*_APART") // nobody gathers here
    final class OverWebSocket implements SocketConformance {
        private final TransportCase transport;

        OverWebSocket(TransportCase transport) {
            this.transport = transport;
        }

        @Override
        public SocketClients clients() throws IOException {
            return new SocketClients(SERVERS.on(transport), "/bridge");
        }

        @Override
        public Conversation converse(Clients clients) throws IOException {
            return new BridgeConversation(clients);
        }

        @Override
        public String dialectName() {
            return "bridge";
        }

        @Test
        @Override
        public void tellsOfALossAfterEverythingThatWasSaid() throws Exception {
            keepsWhatALostClientHasSaid(clients());
        }

        @Test
        @Override
        public void closesWith1009WhatIsTooBig() throws Exception {
            try (SocketClients clients = clients()) {
                SocketClients.SocketClient alice = (SocketClients.SocketClient) clients.open();
                alice.send("INFO\r\n" + "x".repeat(5000) + "\r\n\r\n");
                assertThat(alice.socket().readClose().closeCode()).isEqualTo(1009);
            }
        }

        @Test
        @Override
        public void givesUpOnWhoDoesNotReadAndTellsTheOthers() throws Exception {
            try (SocketClients clients = clients()) {
                Conversation talk = converse(clients);
                for (int i = 0; i < 200; i++) {
                    talk.speaker().send(talk.said("number " + i));
                    assertThat(talk.listener().read()).isEqualTo(talk.heard("number " + i));
                }
                floodUntilEvicted(clients, talk.speaker(), "INFO\r\n\r\n");
                Client other = clients.open();
                other.send("INFO\r\n\r\n");
                assertThat(other.read()).startsWith("INFOACK\r\n");
            }
        }
    }

    @Nested
    @ParameterizedClass(name = "{0}")
    @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = ".*_(APART|CHANNEL_.*)") // it is always a channel
    final class OverTcp implements DialectConformance {
        private final TransportCase transport;

        OverTcp(TransportCase transport) {
            this.transport = transport;
        }

        @Override
        public Clients clients() throws IOException {
            return new TcpClients(SERVERS.on(transport));
        }

        @Override
        public Conversation converse(Clients clients) throws IOException {
            return new BridgeConversation(clients);
        }

        @Test
        @Override
        public void tellsOfALossAfterEverythingThatWasSaid() throws Exception {
            keepsWhatALostClientHasSaid(clients());
        }
    }

    /** Nobody hears of a loss here: an entry outlives the connection that made it, which is what it is for. */
    private static void keepsWhatALostClientHasSaid(Clients clients) throws IOException {
        try (clients) {
            BridgeConversation talk = new BridgeConversation(clients);
            talk.speaker().send(talk.said("here"));
            assertThat(talk.listener().read()).isEqualTo(talk.heard("here"));
            talk.speaker().drop();
            Client other = clients.open();
            other.send("INFO\r\n\r\n");
            assertThat(other.read())
                    .startsWith("INFOACK\r\n")
                    .contains("\n" + BridgeConversation.name("here") + " 127.0.0.1:5556\r\n");
        }
    }

    /** The server relays nothing here: a client registers under a name that spells the text, and hears that it is so. */
    private static final class BridgeConversation implements Conversation {
        private final Client alice;

        BridgeConversation(Clients clients) throws IOException {
            alice = clients.open();
        }

        static String name(String text) {
            return HexFormat.of().formatHex(text.getBytes(UTF_8));
        }

        @Override
        public Client speaker() {
            return alice;
        }

        @Override
        public Client listener() {
            return alice;
        }

        @Override
        public String said(String text) {
            return "REGISTER\r\nclientID: " + name(text) + "\r\nIP: 127.0.0.1\r\nPort: 5556\r\n\r\n";
        }

        @Override
        public String heard(String text) {
            return "REGACK\r\nclientID: " + name(text)
                    + "\r\nIP: 127.0.0.1\r\nPort: 5556\r\nStatus: registered\r\n\r\n";
        }

        @Override
        public String malformed() {
            return "REGISTRATION\r\n\r\n";
        }

        @Override
        public boolean isRefusal(String message) {
            return message.startsWith("ERROR\r\nreason: ");
        }

        @Override
        public boolean isNewsOfLoss(String message) {
            return false;
        }

        @Override
        public boolean isNewsOfListenersLoss(String message) {
            return false;
        }
    }

    /** Clients of plain TCP: a connection for each request, as the seed's clients make it. */
    private record TcpClients(RunningServer server) implements Clients {
        @Override
        public Client open() {
            return new TcpClient(Objects.requireNonNull(server.server().linesAddress("bridge")), new ArrayDeque<>());
        }

        @Override
        public Client open(String query) {
            throw new AssertionError("plain TCP has no URL");
        }

        @Override
        public void close() {
            server.awaitEmpty();
        }
    }

    private record TcpClient(InetSocketAddress bridge, Queue<String> answers) implements Client {
        @Override
        public void send(String text) throws IOException {
            ask(text.getBytes(UTF_8));
        }

        /** A block that is no text. */
        @Override
        public void sendBinary(byte[] bytes) throws IOException {
            ask(new byte[] {'I', (byte) 0xff, '\r', '\n', '\r', '\n'});
        }

        private void ask(byte[] request) throws IOException {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), bridge.getPort())) {
                socket.setSoTimeout(10_000);
                socket.getOutputStream().write(request);
                answers.add(new String(socket.getInputStream().readAllBytes(), UTF_8));
            }
        }

        @Override
        public String read() {
            return answers.remove();
        }

        @Override
        public void readEnd() {
            answers.clear();
        }

        @Override
        public void drop() {}
    }
}
