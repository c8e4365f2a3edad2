package dev.ringdown.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ringdown.server.support.Frame;
import dev.ringdown.server.support.RawSocket;
import dev.ringdown.server.support.Rest;
import dev.ringdown.server.support.RunningServer;
import dev.ringdown.server.support.TransportCase;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * What one peer sends to another arrives in the order sent; the news that a peer joined comes before anything it sends, the
 * news that it left after everything: with input that comes in one segment, so that nothing but the server keeps the order.
 */
@ParameterizedClass(name = "{0}, {1} loops")
@MethodSource("transports")
final class OrderTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** So many times that every pair of event loops has had its turn. */
    private static final int TIMES = 12;

    private static final int MESSAGES = 20;

    private final RunningServer server;

    OrderTest(TransportCase transport, int loops) throws IOException {
        this.server = Servers.of(transport, loops);
    }

    /** One server at a time, for all tests of a transport. */
    private static final class Servers {
        private static String key = "";
        private static RunningServer running = RunningServer.with();

        static RunningServer of(TransportCase transport, int loops) throws IOException {
            if (!key.equals(transport + " " + loops)) {
                running.close();
                key = transport + " " + loops;
                running = RunningServer.start(transport.settings(loops, List.of()));
            }
            return running;
        }
    }

    static Stream<Arguments> transports() {
        Stream<TransportCase> several = Stream.of(
                TransportCase.EPOLL_3_LOOPS_GATHERED,
                TransportCase.EPOLL_3_LOOPS_APART,
                TransportCase.EPOLL_CHANNEL_3_LOOPS_GATHERED);
        return Stream.concat(
                Stream.of(Arguments.of(TransportCase.EPOLL_1_LOOP, 1)),
                several.flatMap(transport -> IntStream.of(3, 4).mapToObj(loops -> Arguments.of(transport, loops))));
    }

    @AfterAll
    static void stop() {
        Servers.running.close();
        Servers.key = "";
    }

    @BeforeAll
    static void check() {
        assumeTrue(TransportCase.EPOLL_1_LOOP.unavailable() == null, TransportCase.EPOLL_1_LOOP.unavailable());
    }

    // ---- rooms

    private record RoomsPeer(RawSocket socket, String id) {
        /** Nothing is read ahead: its id is what a third one, who was there, hears of it. */
        static RoomsPeer in(RunningServer server, String name, String room, RoomsPeer... there) throws IOException {
            RawSocket socket = server.open("/ws");
            socket.send(identify(name), join(room));
            assertThat(read(socket).path("type").asString()).isEqualTo("AUTH_SUCCESS");
            assertThat(read(socket).path("members").size()).isEqualTo(there.length);
            String id = "";
            for (RoomsPeer member : there) {
                id = member.news("NEW_PEER_IN_ROOM", name);
            }
            return new RoomsPeer(socket, id);
        }

        /** Reads news, which must be the next message, and returns the id of whom it is about. */
        String news(String type, String name) throws IOException {
            JsonNode news = read(socket);
            assertThat(news.path("type").asString()).as("%s", news).isEqualTo(type);
            assertThat(news.path("peer").path("username").asString()).isEqualTo(name);
            return news.path("peer").path("id").asString();
        }

        /** Reads so many messages of one sender, which must be the next ones, and in order. */
        void hears(String from, int first, int count) throws IOException {
            for (int i = first; i < first + count; i++) {
                JsonNode message = read(socket);
                assertThat(message.path("fromPeerId").asString())
                        .as("%s", message)
                        .isEqualTo(from);
                assertThat(message.path("iceCandidate").asInt(-1)).isEqualTo(i);
            }
        }
    }

    private static Frame identify(String name) {
        return Frame.text("{\"type\":\"IDENTIFY\",\"username\":\"" + name + "\"}");
    }

    private static Frame join(String room) {
        return Frame.text("{\"type\":\"JOIN_ROOM\",\"roomId\":\"" + room + "\"}");
    }

    private static final Frame LEAVE = Frame.text("{\"type\":\"LEAVE_ROOM\"}");

    private static void addRelays(List<Frame> frames, String to, int first) {
        for (int i = first; i < first + MESSAGES; i++) {
            frames.add(
                    Frame.text("{\"type\":\"ICE_CANDIDATE\",\"toPeerId\":\"" + to + "\",\"iceCandidate\":" + i + "}"));
        }
    }

    private static JsonNode read(RawSocket socket) throws IOException {
        return JSON.readTree(socket.readText());
    }

    private static void send(RawSocket socket, List<Frame> frames) throws IOException {
        socket.send(frames.toArray(Frame[]::new));
    }

    /** Everything at once, the handshake too: who is there hears that it came, what it says, that it left. */
    @Test
    void joinRelayAndLeaveOfRoomsInOneSegmentKeepTheirOrder() throws IOException {
        for (int i = 0; i < TIMES; i++) {
            String room = "whole" + i;
            RoomsPeer first = RoomsPeer.in(server, "first", room);
            RoomsPeer alice = RoomsPeer.in(server, "alice", room, first);
            try (RawSocket bob = server.connect();
                    alice.socket;
                    first.socket) {
                List<Frame> frames = new ArrayList<>(List.of(identify("bob"), join(room)));
                addRelays(frames, alice.id, 0);
                frames.add(LEAVE);
                frames.add(join("elsewhere" + i));
                StringBuilder bytes = new StringBuilder(RawSocket.upgradeRequest("/ws"));
                frames.forEach(frame -> bytes.append(new String(frame.bytes(), ISO_8859_1)));
                bob.write(bytes.toString());

                String bobId = alice.news("NEW_PEER_IN_ROOM", "bob");
                alice.hears(bobId, 0, MESSAGES);
                assertThat(alice.news("PEER_LEFT_ROOM", "bob")).isEqualTo(bobId);
                assertThat(first.news("NEW_PEER_IN_ROOM", "bob")).isEqualTo(bobId);
                assertThat(first.news("PEER_LEFT_ROOM", "bob")).isEqualTo(bobId);

                assertThat(bob.readResponse().status()).isEqualTo(101);
                assertThat(read(bob).path("type").asString()).isEqualTo("AUTH_SUCCESS");
                assertThat(read(bob).path("members").size()).isEqualTo(2);
                JsonNode elsewhere = read(bob);
                assertThat(elsewhere.path("roomId").asString()).isEqualTo("elsewhere" + i);
                assertThat(elsewhere.path("members").size()).isZero();
            }
            server.awaitEmpty();
        }
    }

    @Test
    void leaveJoinAndRelayOfRoomsInOneSegmentKeepTheirOrder() throws IOException {
        for (int i = 0; i < TIMES; i++) {
            RoomsPeer alice = RoomsPeer.in(server, "alice", "left" + i);
            RoomsPeer witness = RoomsPeer.in(server, "witness", "joined" + i);
            RoomsPeer carol = RoomsPeer.in(server, "carol", "joined" + i, witness);
            RoomsPeer bob = RoomsPeer.in(server, "bob", "left" + i, alice);
            try (alice.socket;
                    witness.socket;
                    carol.socket;
                    bob.socket) {
                List<Frame> frames = new ArrayList<>(List.of(LEAVE, join("joined" + i)));
                addRelays(frames, carol.id, 0);
                frames.add(LEAVE);
                frames.add(join("left" + i));
                send(bob.socket, frames);

                String bobId = carol.news("NEW_PEER_IN_ROOM", "bob");
                assertThat(bobId).isEqualTo(bob.id);
                carol.hears(bobId, 0, MESSAGES);
                carol.news("PEER_LEFT_ROOM", "bob");
                alice.news("PEER_LEFT_ROOM", "bob");
                alice.news("NEW_PEER_IN_ROOM", "bob");
            }
            server.awaitEmpty();
        }
    }

    @Test
    void relayFollowedByACloseOrByTheEndArrivesBeforeTheNews() throws IOException {
        for (int i = 0; i < TIMES; i++) {
            RoomsPeer witness = RoomsPeer.in(server, "witness", "end" + i);
            RoomsPeer alice = RoomsPeer.in(server, "alice", "end" + i, witness);
            RoomsPeer bob = RoomsPeer.in(server, "bob", "end" + i, witness, alice);
            try (witness.socket;
                    alice.socket;
                    bob.socket) {
                List<Frame> frames = new ArrayList<>();
                addRelays(frames, alice.id, 0);
                if (i % 2 == 0) {
                    frames.add(Frame.close(1000, ""));
                }
                send(bob.socket, frames);
                if (i % 2 == 1) {
                    bob.socket.shutdownOutput();
                }
                alice.hears(bob.id, 0, MESSAGES);
                alice.news("PEER_LEFT_ROOM", "bob");
                witness.news("PEER_LEFT_ROOM", "bob");
            }
            server.awaitEmpty();
        }
    }

    // ---- flyx

    private static final Frame FLYX_JOIN = Frame.text("{\"type\":\"join\"}");

    private static void addCandidates(List<Frame> frames, String to, int first) {
        for (int i = first; i < first + MESSAGES; i++) {
            frames.add(Frame.text("{\"type\":\"ice_candidate\",\"data\":{\"client_id\":\"" + to + "\",\"candidate\":\""
                    + i + "\"}}"));
        }
    }

    private static String news(RawSocket socket, String type) throws IOException {
        JsonNode news = read(socket);
        assertThat(news.path("type").asString()).as("%s", news).isEqualTo(type);
        return news.path("data").path("client_id").asString();
    }

    private static void hears(RawSocket socket, String from, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            JsonNode message = read(socket);
            assertThat(message.path("type").asString()).as("%s", message).isEqualTo("ice_candidate");
            assertThat(message.path("data").path("client_id").asString()).isEqualTo(from);
            assertThat(message.path("data").path("candidate").asString()).isEqualTo(String.valueOf(i));
        }
    }

    /** A receiver comes, speaks and goes in one segment; the sender hears it in this order. */
    @Test
    void whatAReceiverOfFlyxDoesInOneSegmentKeepsItsOrder() throws IOException {
        for (int i = 0; i < TIMES; i++) {
            String path = "/ws/" + makeRoom();
            try (RawSocket sender = server.open(path);
                    RawSocket receiver = server.connect()) {
                sender.send(FLYX_JOIN);
                news(sender, "join");
                List<Frame> frames = new ArrayList<>(List.of(FLYX_JOIN));
                addCandidates(frames, "", 0);
                frames.add(i % 2 == 0 ? Frame.text("{\"type\":\"disconnect\",\"data\":{}}") : Frame.close(1000, ""));
                StringBuilder bytes = new StringBuilder(RawSocket.upgradeRequest(path));
                frames.forEach(frame -> bytes.append(new String(frame.bytes(), ISO_8859_1)));
                receiver.write(bytes.toString());

                String id = news(sender, "join");
                hears(sender, id, MESSAGES);
                assertThat(news(sender, "disconnect")).isEqualTo(id);
                assertThat(receiver.readResponse().status()).isEqualTo(101);
                assertThat(news(receiver, "join")).isEqualTo(id);
                assertThat(receiver.readClose().closeCode()).isEqualTo(1000);
            }
            server.awaitEmpty();
        }
    }

    /** The sender speaks to one, to all, and goes, in one segment; each receiver hears its part in this order. */
    @Test
    void whatTheSenderOfFlyxDoesInOneSegmentKeepsItsOrder() throws IOException {
        for (int i = 0; i < TIMES; i++) {
            String path = "/ws/" + makeRoom();
            try (RawSocket sender = server.open(path);
                    RawSocket alice = server.open(path);
                    RawSocket bob = server.open(path)) {
                List<String> receivers = List.of(news(sender, "join"), news(sender, "join"));
                sender.send(FLYX_JOIN);
                String senderId = news(sender, "join");
                alice.send(FLYX_JOIN);
                String aliceId = news(alice, "join");
                assertThat(receivers).contains(aliceId);

                List<Frame> frames = new ArrayList<>();
                addCandidates(frames, aliceId, 0);
                addCandidates(frames, "", 0);
                frames.add(Frame.close(1000, ""));
                send(sender, frames);
                hears(alice, senderId, MESSAGES);
                for (RawSocket receiver : List.of(alice, bob)) {
                    hears(receiver, senderId, MESSAGES);
                    assertThat(news(receiver, "disconnect")).isEqualTo(senderId);
                }
            }
            server.awaitEmpty();
        }
    }

    private String makeRoom() throws IOException {
        try (Rest rest = Rest.of(server)) {
            return rest.makeRoom("");
        }
    }

    // ---- vyoma

    /** One comes, speaks and looks for somebody else, in one segment: the old partner hears all of it, the new one nothing. */
    @Test
    void whatAPartnerOfVyomaSaysBeforeItLooksForAnotherIsForTheOldOne() throws IOException {
        for (int i = 0; i < TIMES; i++) {
            try (RawSocket alice = server.open("/pair?format=json")) {
                assertThat(alice.readText()).isEqualTo("{\"type\":\"waiting\"}");
                try (RawSocket bob = server.open("/pair?format=json")) {
                    assertThat(bob.readText()).startsWith("{\"type\":\"paired\"");
                    assertThat(alice.readText()).startsWith("{\"type\":\"paired\"");
                    List<Frame> frames = new ArrayList<>();
                    for (int number = 0; number < MESSAGES; number++) {
                        frames.add(Frame.text("{\"type\":\"message\",\"payload\":\"" + number + "\"}"));
                    }
                    frames.add(Frame.text("{\"type\":\"next\"}"));
                    send(bob, frames);
                    for (int number = 0; number < MESSAGES; number++) {
                        assertThat(alice.readText()).isEqualTo("{\"type\":\"message\",\"payload\":\"" + number + "\"}");
                    }
                    assertThat(alice.readText()).isEqualTo("{\"type\":\"partner_left\"}");
                    assertThat(bob.readText()).isEqualTo("{\"type\":\"waiting\"}");
                    try (RawSocket carol = server.connect()) {
                        // paired by the handshake, so what comes with it is for the one who waited
                        carol.write(RawSocket.upgradeRequest("/pair?format=json")
                                + new String(
                                        Frame.text("{\"type\":\"message\",\"payload\":\"first\"}")
                                                .bytes(),
                                        ISO_8859_1));
                        assertThat(bob.readText()).startsWith("{\"type\":\"paired\"");
                        assertThat(bob.readText()).isEqualTo("{\"type\":\"message\",\"payload\":\"first\"}");
                        assertThat(carol.readResponse().status()).isEqualTo(101);
                        assertThat(carol.readText()).startsWith("{\"type\":\"paired\"");
                    }
                    assertThat(bob.readText()).isEqualTo("{\"type\":\"partner_left\"}");
                }
            }
            server.awaitEmpty();
        }
    }
}
