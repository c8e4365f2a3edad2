package dev.ringdown.server.dialect.flyx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringdown.server.support.Frame;
import dev.ringdown.server.support.HttpAnswer;
import dev.ringdown.server.support.RawSocket;
import dev.ringdown.server.support.Rest;
import dev.ringdown.server.support.RunningServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The flyx dialect, message by message, as its clients see it. */
final class FlyxTest {
    @RegisterExtension
    static final RunningServer SERVER =
            RunningServer.with("listen.loops", "2", "flyx.max-misses-per-minute", "0", "flyx.max-clients", "8");

    private String room = "";

    @BeforeEach
    void makeRoom() throws IOException {
        try (Rest rest = Rest.of(SERVER)) {
            room = rest.makeRoom("");
        }
    }

    // ---- rooms and roles

    @ParameterizedTest
    @ValueSource(strings = {"/ws/nosuch", "/ws/", "/ws/ABC123456"})
    void answersTheUpgradeOfAnUnknownRoomAsTheSeedDoes(String path) throws IOException {
        try (RawSocket socket = SERVER.connect()) {
            socket.write(RawSocket.upgradeRequest(path));
            HttpAnswer answer = socket.readResponse();
            assertThat(answer.status()).isEqualTo(406);
            assertThat(answer.body()).isEqualTo("No room found");
        }
    }

    @Test
    void makesTheFirstClientTheSenderAndLaterOnesReceivers() throws IOException {
        try (FlyxClient sender = FlyxClient.joined(SERVER, room);
                FlyxClient first = FlyxClient.joined(SERVER, room);
                FlyxClient second = FlyxClient.joined(SERVER, room)) {
            assertThat(List.of(sender.role(), first.role(), second.role()))
                    .containsExactly("sender", "receiver", "receiver");
            for (String id : List.of(sender.id(), first.id(), second.id())) {
                assertThat(UUID.fromString(id)).hasToString(id);
            }
            assertThat(sender.readText())
                    .isEqualTo("{\"type\":\"join\",\"data\":{\"client_id\":\"" + first.id() + "\"}}");
            assertThat(sender.readNews("join")).isEqualTo(second.id());
        }
    }

    @Test
    void answersAJoinWithTheIdThatTheServerGaveAndWithoutAKeyNobodyAskedFor() throws IOException {
        try (FlyxClient client = FlyxClient.connect(SERVER, room)) {
            client.send("{\"type\":\"join\",\"data\":{\"client_id\":\"i-am-root\"}}");
            assertThat(client.readText())
                    .matches("\\{\"type\":\"join\",\"data\":\\{\"client_id\":\"[0-9a-f-]{36}\",\"role\":\"sender\"}}");
        }
    }

    @Test
    void givesTheEmptyPlaceOfTheSenderToTheNextWhoConnects() throws IOException {
        try (FlyxClient sender = FlyxClient.joined(SERVER, room);
                FlyxClient receiver = FlyxClient.joined(SERVER, room)) {
            sender.drop();
            assertThat(receiver.readNews("disconnect")).isEqualTo(sender.id());
            receiver.assertNothingCame();
            receiver.offer("", "nobody hears this");
            assertThat(receiver.readError()).isEqualTo("unknown-peer");
            try (FlyxClient next = FlyxClient.connect(SERVER, room)) {
                // it hears of the one who waits, before anything that one says
                assertThat(next.readNews("join")).isEqualTo(receiver.id());
                next.join();
                assertThat(next.role()).isEqualTo("sender");
                next.offer("", "from the next");
                assertThat(receiver.readOffer(next)).isEqualTo("from the next");
            }
        }
    }

    @Test
    void givesTheReceiversAnIdOfTheirOwnWhoeverTheySayTheyAre() throws IOException {
        try (FlyxClient sender = FlyxClient.joined(SERVER, room);
                FlyxClient a = FlyxClient.joined(SERVER, room);
                FlyxClient b = FlyxClient.joined(SERVER, room)) {
            assertThat(List.of(sender.readNews("join"), sender.readNews("join")))
                    .containsExactly(a.id(), b.id());
            b.offer(a.id(), "trust me, I am a");
            assertThat(sender.readOffer(b)).isEqualTo("trust me, I am a");
            b.offer(sender.id(), "trust me, I am you");
            assertThat(sender.readOffer(b)).isEqualTo("trust me, I am you");
            a.assertNothingCame();
        }
    }

    // ---- routing

    @Test
    void exchangesOffersAnswersAndCandidatesInBothDirections() throws IOException {
        try (FlyxClient sender = FlyxClient.joined(SERVER, room);
                FlyxClient receiver = FlyxClient.joined(SERVER, room)) {
            String id = sender.readNews("join");
            sender.offer(id, "v=0 offer");
            assertThat(receiver.readText())
                    .isEqualTo("{\"type\":\"offer\",\"data\":{\"client_id\":\"" + sender.id()
                            + "\",\"sdp\":\"v=0 offer\"}}");
            receiver.send("{\"type\":\"answer\", \"data\":{\"sdp\":\"v=0\\r\\n\\u00e9\",\"n\":1.50}}");
            assertThat(sender.readText())
                    .isEqualTo("{\"type\":\"answer\", \"data\":{\"client_id\":\"" + id
                            + "\",\"sdp\":\"v=0\\r\\n\\u00e9\",\"n\":1.50}}");
            sender.send(
                    "{\"type\":\"ice_candidate\",\"data\":{\"client_id\":\"%s\",\"candidate\":\"c1\"}}".formatted(id));
            assertThat(receiver.read("ice_candidate").path("candidate").asString())
                    .isEqualTo("c1");
            receiver.send("{\"type\":\"ice_candidate\",\"data\":{\"client_id\":\"x\",\"candidate\":\"c2\"}}");
            assertThat(sender.read("ice_candidate").path("candidate").asString())
                    .isEqualTo("c2");
        }
    }

    @Test
    void sendsWhatIsForOneReceiverToThatOneAlone() throws IOException {
        try (FlyxClient sender = FlyxClient.joined(SERVER, room);
                FlyxClient a = FlyxClient.joined(SERVER, room);
                FlyxClient b = FlyxClient.joined(SERVER, room)) {
            sender.offer(b.id(), "for b");
            assertThat(b.readOffer(sender)).isEqualTo("for b");
            a.assertNothingCame();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\"client_id\":\"\",", "\"client_id\":\"sender-1\",", "\"client_id\":\"$\","})
    void sendsWhatIsForNobodyInParticularToAllReceivers(String member) throws IOException {
        try (FlyxClient sender = FlyxClient.joined(SERVER, room);
                FlyxClient a = FlyxClient.joined(SERVER, room);
                FlyxClient b = FlyxClient.joined(SERVER, room)) {
            sender.send("{\"type\":\"offer\",\"data\":{" + member.replace("$", sender.id()) + "\"sdp\":\"all\"}}");
            assertThat(a.readOffer(sender)).isEqualTo("all");
            assertThat(b.readOffer(sender)).isEqualTo("all");
            a.assertNothingCame();
            sender.readNews("join");
            sender.readNews("join");
            sender.assertNothingCame();
        }
    }

    @Test
    void answersAnIdThatIsNoReceiverOfThisRoomWithAnErrorAndTellsNobody() throws IOException {
        String elsewhere;
        try (Rest rest = Rest.of(SERVER)) {
            elsewhere = rest.makeRoom("{}");
        }
        try (FlyxClient sender = FlyxClient.joined(SERVER, room);
                FlyxClient receiver = FlyxClient.joined(SERVER, room);
                FlyxClient stranger = FlyxClient.joined(SERVER, elsewhere)) {
            sender.readNews("join");
            sender.offer(stranger.id(), "psst");
            assertThat(sender.readError()).isEqualTo("unknown-peer");
            sender.offer(UUID.randomUUID().toString(), "psst");
            assertThat(sender.readError()).isEqualTo("unknown-peer");
            receiver.assertNothingCame();
            stranger.assertNothingCame();
        }
    }

    @Test
    void keepsManyOffersInFlightApart() throws IOException {
        try (FlyxClient sender = FlyxClient.joined(SERVER, room)) {
            List<FlyxClient> receivers = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                receivers.add(FlyxClient.joined(SERVER, room));
                assertThat(sender.readNews("join"))
                        .isEqualTo(receivers.getLast().id());
            }
            for (int round = 0; round < 20; round++) {
                for (FlyxClient receiver : receivers) {
                    sender.offer(receiver.id(), "offer " + round);
                }
            }
            for (FlyxClient receiver : receivers) {
                for (int round = 0; round < 20; round++) {
                    assertThat(receiver.readOffer(sender)).isEqualTo("offer " + round);
                    receiver.send("{\"type\":\"answer\",\"data\":{\"sdp\":\"answer %d\"}}".formatted(round));
                    var answer = sender.read("answer");
                    assertThat(answer.path("client_id").asString()).isEqualTo(receiver.id());
                    assertThat(answer.path("sdp").asString()).isEqualTo("answer " + round);
                }
                receiver.drop();
                assertThat(sender.readNews("disconnect")).isEqualTo(receiver.id());
            }
        }
    }

    // ---- the end

    @Test
    void tellsTheSenderOfAReceiverThatSaysGoodbyeAndClosesIt() throws IOException {
        try (FlyxClient sender = FlyxClient.joined(SERVER, room);
                FlyxClient receiver = FlyxClient.joined(SERVER, room)) {
            sender.readNews("join");
            receiver.send("{\"type\":\"disconnect\",\"data\":{\"client_id\":\"" + sender.id() + "\"}}");
            assertThat(sender.readText())
                    .isEqualTo("{\"type\":\"disconnect\",\"data\":{\"client_id\":\"" + receiver.id() + "\"}}");
            assertThat(receiver.socket().readClose().closeCode()).isEqualTo(1000);
            sender.assertNothingCame();
        }
    }

    @Test
    void tellsAllReceiversOfASenderThatSaysGoodbye() throws IOException {
        try (FlyxClient sender = FlyxClient.joined(SERVER, room);
                FlyxClient a = FlyxClient.joined(SERVER, room);
                FlyxClient b = FlyxClient.joined(SERVER, room)) {
            sender.send("{\"type\":\"disconnect\",\"data\":{\"client_id\":\"" + sender.id() + "\"}}");
            assertThat(a.readNews("disconnect")).isEqualTo(sender.id());
            assertThat(b.readNews("disconnect")).isEqualTo(sender.id());
        }
    }

    @Test
    void letsTheSenderPartWithOneReceiverAndStay() throws IOException {
        try (FlyxClient sender = FlyxClient.joined(SERVER, room);
                FlyxClient a = FlyxClient.joined(SERVER, room);
                FlyxClient b = FlyxClient.joined(SERVER, room)) {
            sender.send("{\"type\":\"disconnect\",\"data\":{\"client_id\":\"" + a.id() + "\"}}");
            assertThat(a.readNews("disconnect")).isEqualTo(sender.id());
            b.assertNothingCame();
            sender.offer(b.id(), "go on");
            assertThat(b.readOffer(sender)).isEqualTo("go on");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void tellsOfALostConnectionWhetherItWasClosedOrBroken(boolean closed) throws IOException {
        try (FlyxClient sender = FlyxClient.joined(SERVER, room);
                FlyxClient receiver = FlyxClient.joined(SERVER, room)) {
            sender.readNews("join");
            if (closed) {
                receiver.socket().send(Frame.close(1000, ""));
            } else {
                receiver.socket().resetOnClose();
                receiver.drop();
            }
            assertThat(sender.readNews("disconnect")).isEqualTo(receiver.id());
        }
    }

    // ---- the seed's port

    @Test
    void hasAPortOfItsOwnWithItsRestInterface() throws IOException {
        try (RunningServer server = RunningServer.startWithSeedPort("flyx")) {
            InetSocketAddress seed = Objects.requireNonNull(server.server().ownAddress("flyx"));
            InetSocketAddress onLoopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), seed.getPort());
            try (Rest rest = Rest.of(onLoopback);
                    RawSocket client = RawSocket.connect(onLoopback)) {
                Rest.Answer made = rest.send("POST", "/room");
                assertThat(made.status()).isEqualTo(201);
                client.upgrade("/ws/" + made.text("id"));
                client.send("{\"type\":\"join\"}");
                assertThat(client.readText()).contains("\"role\":\"sender\"");
            }
        }
    }

    // ---- errors

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    not json                                                       | bad-json
                    ["type"]                                                       | bad-json
                    {"type":"join"} {}                                             | bad-json
                    {"data":{}}                                                    | missing-type
                    {"type":7}                                                     | missing-type
                    {"type":"NONSENSE"}                                            | unknown-type
                    {"type":"offer"}                                               | bad-field
                    {"type":"offer","data":{"sdp":5}}                              | bad-field
                    {"type":"ice_candidate","data":{"candidate":{}}}               | bad-field
                    {"type":"answer","data":{"client_id":[],"sdp":""}}             | bad-field
                    {"type":"join","n":1234567890123456789012345678901234567890}   | limit
                    """)
    void answersWhatItCannotDoWithAnErrorAndStays(String message, String code) throws IOException {
        try (FlyxClient sender = FlyxClient.joined(SERVER, room);
                FlyxClient receiver = FlyxClient.joined(SERVER, room)) {
            receiver.send(message);
            assertThat(receiver.readError()).isEqualTo(code);
            receiver.offer("", "still here");
            sender.readNews("join");
            assertThat(sender.readOffer(receiver)).isEqualTo("still here");
        }
    }

    @Test
    void refusesOneClientMoreThanARoomTakesWithATypedError() throws IOException {
        try (Rest rest = Rest.of(SERVER)) {
            room = rest.makeRoom("{\"max_clients\":2}");
        }
        try (FlyxClient sender = FlyxClient.joined(SERVER, room);
                FlyxClient receiver = FlyxClient.joined(SERVER, room);
                FlyxClient third = FlyxClient.connect(SERVER, room)) {
            assertThat(third.readError()).isEqualTo("room-full");
            Frame close = third.socket().readClose();
            assertThat(close.closeCode()).isEqualTo(1013);
            assertThat(close.closeReason()).startsWith("room-full");
            receiver.drop();
            assertThat(sender.readNews("join")).isEqualTo(receiver.id());
            assertThat(sender.readNews("disconnect")).isEqualTo(receiver.id());
            FlyxClient.joined(SERVER, room).close();
        }
    }
}
