package dev.ringdown.server.dialect.rooms;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ringdown.server.support.Frame;
import dev.ringdown.server.support.RunningServer;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The rooms dialect, message by message, as its clients see it. */
final class RoomsTest {
    @RegisterExtension
    static final RunningServer SERVER = RunningServer.with("rooms.max-members", "3", "listen.loops", "2");

    /** Makes names that no other test holds. */
    private static final AtomicInteger NAMES = new AtomicInteger();

    private static final String UUID = "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}";

    @Test
    void greetsWhoIdentifies() throws IOException {
        try (RoomsClient alice = RoomsClient.connect(SERVER)) {
            alice.send("{\"type\":\"IDENTIFY\",\"username\":\"greeted\"}");
            assertThat(alice.readText())
                    .isEqualTo("{\"type\":\"AUTH_SUCCESS\",\"status\":\"success\",\"username\":\"greeted\"}");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"مریم\u200cالسادات", "🇮🇷", "👩\u200d💻", "❤\uFE0F"})
    void greetsNamesThatAreWrittenWithJoinersAndFlags(String name) throws IOException {
        try (RoomsClient client = RoomsClient.connect(SERVER)) {
            client.send("{\"type\":\"IDENTIFY\",\"username\":\"" + name + "\"}");
            assertThat(client.read().path("username").asString()).isEqualTo(name);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"JOIN_ROOM\",\"roomId\":\"r\"}",
                "{\"type\":\"NONSENSE\"}",
                "{\"username\":\"x\"}",
                "not json",
                "[]",
                "{\"type\":\"IDENTIFY\",\"username\":5}"
            })
    void rejectsAFirstMessageThatIsNotIdentify(String first) throws IOException {
        assertThat(rejectionOf(first)).isEqualTo("Invalid initial message. Expected type 'IDENTIFY'.");
    }

    @Test
    void rejectsABinaryFirstMessage() throws IOException {
        try (RoomsClient client = RoomsClient.connect(SERVER)) {
            client.socket().send(Frame.of(Frame.BINARY, "{\"type\":\"IDENTIFY\",\"username\":\"x\"}".getBytes(UTF_8)));
            assertThat(client.readText())
                    .isEqualTo("{\"type\":\"AUTH_ERROR\",\"status\":\"error\",\"username\":\"\","
                            + "\"message\":\"Invalid initial message. Expected type 'IDENTIFY'.\"}");
            assertThat(client.socket().readClose().closeReason()).startsWith("not-admitted");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"IDENTIFY\"}",
                "{\"type\":\"IDENTIFY\",\"username\":null}",
                "{\"type\":\"IDENTIFY\",\"username\":\"\"}",
                "{\"type\":\"IDENTIFY\",\"username\":\"  \"}"
            })
    void rejectsAnEmptyName(String first) throws IOException {
        assertThat(rejectionOf(first)).isEqualTo("Username cannot be empty.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tab\\there",
                "\\u00a0",
                "joiner\\u200dinside",
                "\\u3164",
                "nul\\u0000",
                "bidi\\u202e",
                "zero\\u200bwidth",
                "a\\u0301\\u0301\\u0301\\u0301\\u0301"
            })
    void rejectsANameThatCannotBeShown(String name) throws IOException {
        assertThat(rejectionOf("{\"type\":\"IDENTIFY\",\"username\":\"" + name + "\"}"))
                .contains("cannot be shown");
    }

    @Test
    void rejectsATakenNameAndFreesItWhenItsConnectionIsGone() throws IOException {
        RoomsClient first = RoomsClient.identified(SERVER, "popular");
        assertThat(rejectionOf("{\"type\":\"IDENTIFY\",\"username\":\"popular\"}"))
                .isEqualTo("Username already taken.");
        first.close();
        Awaitility.await().ignoreExceptionsInstanceOf(AssertionError.class).until(() -> {
            RoomsClient.identified(SERVER, "popular").close();
            return true;
        });
    }

    private static String rejectionOf(String first) throws IOException {
        try (RoomsClient client = RoomsClient.connect(SERVER)) {
            client.send(first);
            JsonNode error = client.read();
            assertThat(error.path("type").asString()).isEqualTo("AUTH_ERROR");
            assertThat(error.path("status").asString()).isEqualTo("error");
            assertThat(error.path("username").asString()).isEmpty();
            assertThat(client.socket().readClose().closeReason()).startsWith("not-admitted");
            return error.path("message").asString();
        }
    }

    @Test
    void closesWhoDoesNotIdentifyInTime() throws IOException {
        try (RunningServer server = RunningServer.start("rooms.identify-timeout", "100ms");
                RoomsClient silent = RoomsClient.connect(server)) {
            assertThat(silent.socket().readClose().closeReason()).startsWith("identify-timeout");
        }
    }

    @Test
    void tellsTheJoinerWhoIsThereAndTheOthersWhoCame() throws IOException {
        try (RoomsClient alice = RoomsClient.identified(SERVER, "alice");
                RoomsClient bob = RoomsClient.identified(SERVER, "böb \\\"quoted\\\"")) {
            alice.send("{\"type\":\"JOIN_ROOM\",\"roomId\":\"news\"}");
            assertThat(alice.readText()).isEqualTo("{\"type\":\"ROOM_MEMBERS\",\"roomId\":\"news\",\"members\":[]}");
            bob.send("{\"type\":\"JOIN_ROOM\",\"roomId\":\"news\"}");
            assertThat(bob.readText())
                    .matches("\\{\"type\":\"ROOM_MEMBERS\",\"roomId\":\"news\",\"members\":\\[\\{\"id\":\"" + UUID
                            + "\",\"username\":\"alice\"}]}");
            assertThat(alice.readText())
                    .matches("\\{\"type\":\"NEW_PEER_IN_ROOM\",\"roomId\":\"news\",\"peer\":\\{\"id\":\"" + UUID
                            + "\",\"username\":\"böb \\\\\"quoted\\\\\"\"}}");
        }
    }

    @Test
    void leavesTheFirstRoomWhenJoiningASecond() throws IOException {
        try (RoomsClient alice = RoomsClient.identified(SERVER, "stayer");
                RoomsClient bob = RoomsClient.identified(SERVER, "mover")) {
            alice.join("first");
            bob.join("first");
            String bobId = alice.read().path("peer").path("id").asString();
            bob.join("second");
            JsonNode news = alice.read();
            assertThat(news.path("type").asString()).isEqualTo("PEER_LEFT_ROOM");
            assertThat(news.path("roomId").asString()).isEqualTo("first");
            assertThat(news.path("peer").path("id").asString()).isEqualTo(bobId);
            assertThat(news.path("peer").path("username").asString()).isEqualTo("mover");
        }
    }

    @Test
    void introducesWhoJoinsTheRoomThatItIsInAgain() throws IOException {
        try (RoomsClient alice = RoomsClient.identified(SERVER, "one");
                RoomsClient bob = RoomsClient.identified(SERVER, "two");
                RoomsClient carol = RoomsClient.identified(SERVER, "three")) {
            alice.join("again");
            bob.join("again");
            carol.join("again");
            String newsOfBob = alice.readText();
            String newsOfCarol = alice.readText();
            assertThat(bob.readText()).isEqualTo(newsOfCarol);

            assertThat(bob.join("again").path("members"))
                    .extracting(member -> member.path("username").asString())
                    .containsExactly("one", "three");
            assertThat(newsOfBob).contains("NEW_PEER_IN_ROOM", "\"roomId\":\"again\"", "\"username\":\"two\"");
            assertThat(alice.readText()).isEqualTo(newsOfBob);
            assertThat(carol.readText()).isEqualTo(newsOfBob);
            bob.send("{\"type\":\"LEAVE_ROOM\"}");
            assertThat(alice.readText()).contains("PEER_LEFT_ROOM", "\"username\":\"two\"");
            assertThat(carol.readText()).contains("PEER_LEFT_ROOM", "\"username\":\"two\"");
        }
    }

    @Test
    void answersWhoJoinsItsOwnRoomAgainAndIsAlone() throws IOException {
        try (RoomsClient alice = RoomsClient.identified(SERVER, "lonely")) {
            alice.join("empty");
            assertThat(alice.join("empty").path("members").size()).isZero();
        }
    }

    @Test
    void findsATargetInUpperCaseAndDeliversTheMessageAsItCame() throws IOException {
        try (RoomsClient alice = RoomsClient.identified(SERVER, "shouted at");
                RoomsClient bob = RoomsClient.identified(SERVER, "shouter")) {
            alice.join("loud");
            String aliceId = bob.join("loud").path("members").path(0).path("id").asString();
            String bobId = alice.read().path("peer").path("id").asString();
            String rest = "\"type\":\"SDP_OFFER\",\"toPeerId\":\"" + aliceId.toUpperCase(Locale.ROOT) + "\"}";
            bob.send("{" + rest);
            assertThat(alice.readText()).isEqualTo("{\"fromPeerId\":\"" + bobId + "\"," + rest);
        }
    }

    @Test
    void deletesAnEmptyRoomAndMakesItAnew() throws IOException {
        try (RoomsClient alice = RoomsClient.identified(SERVER, "phoenix")) {
            alice.join("ashes");
            alice.send("{\"type\":\"LEAVE_ROOM\"}");
            assertThat(alice.join("ashes").path("members").size()).isZero();
        }
    }

    @Test
    void relaysOnlyWithinTheRoom() throws IOException {
        try (RoomsClient alice = RoomsClient.identified(SERVER, "inside");
                RoomsClient bob = RoomsClient.identified(SERVER, "also inside");
                RoomsClient eve = RoomsClient.identified(SERVER, "outside")) {
            alice.join("private");
            bob.join("private");
            String bobId = alice.read().path("peer").path("id").asString();
            eve.join("elsewhere");
            eve.send("{\"type\":\"SDP_OFFER\",\"toPeerId\":\"%s\",\"sdp\":{}}".formatted(bobId));
            assertThat(eve.readError()).isEqualTo("unknown-peer");
            alice.send("{\"type\":\"SDP_OFFER\",\"toPeerId\":\"%s\",\"sdp\":{}}".formatted(bobId));
            assertThat(bob.readText()).contains("SDP_OFFER").endsWith("\"toPeerId\":\"" + bobId + "\",\"sdp\":{}}");
        }
    }

    @Test
    void refusesAFourthMemberOfARoomForThreeWhoThenIsNowhere() throws IOException {
        try (RoomsClient a = RoomsClient.identified(SERVER, "a");
                RoomsClient b = RoomsClient.identified(SERVER, "b");
                RoomsClient c = RoomsClient.identified(SERVER, "c");
                RoomsClient d = RoomsClient.identified(SERVER, "d")) {
            a.join("small");
            b.join("small");
            c.join("small");
            d.send("{\"type\":\"JOIN_ROOM\",\"roomId\":\"small\"}");
            assertThat(d.readError()).isEqualTo("room-full");
            d.send("{\"type\":\"LEAVE_ROOM\"}");
            assertThat(d.readError()).isEqualTo("not-in-room");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {"type":"NONSENSE"}                                         | unknown-type
                    {"type":7}                                                  | missing-type
                    {"roomId":"x"}                                              | missing-type
                    {"type":"JOIN_ROOM"                                         | bad-json
                    {"type":"LEAVE_ROOM"} {}                                    | bad-json
                    ["type"]                                                    | bad-json
                    {"type":"JOIN_ROOM","roomId":""}                            | bad-field
                    {"type":"JOIN_ROOM"}                                        | bad-field
                    {"type":"JOIN_ROOM","roomId":["r"]}                         | bad-field
                    {"type":"LEAVE_ROOM"}                                       | not-in-room
                    {"type":"SDP_OFFER","toPeerId":"x"}                         | not-in-room
                    {"type":"ICE_CANDIDATE"}                                    | bad-field
                    {"type":"IDENTIFY","username":"another"}                    | already-identified
                    {"type":"CHAT_MESSAGE","content":"hi"}                      | not-relayed
                    {"type":"LEAVE_ROOM","n":1234567890123456789012345678901234567890} | limit
                    """)
    void answersWhatItCannotDoWithAnErrorAndStays(String message, String code) throws IOException {
        try (RoomsClient client = RoomsClient.identified(SERVER, "clumsy " + NAMES.incrementAndGet())) {
            client.send(message);
            assertThat(client.readError()).isEqualTo(code);
            client.join("fine " + NAMES.get());
        }
    }

    @Test
    void routesByTopLevelFieldsHoweverTheyAreSpelled() throws IOException {
        try (RoomsClient alice = RoomsClient.identified(SERVER, "target");
                RoomsClient bob = RoomsClient.identified(SERVER, "speller")) {
            alice.join("spelling");
            String aliceId =
                    bob.join("spelling").path("members").path(0).path("id").asString();
            String bobId = alice.read().path("peer").path("id").asString();
            String signed = "\"fromPeerId\":\"" + bobId + "\"";

            bob.send("{\"\\u0074ype\":\"ICE_CANDIDATE\", \"toPeerId\" : \"" + aliceId
                    + "\",\"iceCandidate\":{\"toPeerId\":\"" + bobId + "\"}}");
            assertThat(alice.readText())
                    .isEqualTo("{" + signed
                            + ",\"\\u0074ype\":\"ICE_CANDIDATE\", \"toPeerId\" : \"" + aliceId
                            + "\",\"iceCandidate\":{\"toPeerId\":\"" + bobId + "\"}}");

            bob.send("{\"fromPeerId\":{\"a\":[1.50]},\"type\":\"SDP_ANSWER\",\"toPeerId\":\"\\u00"
                    + Integer.toHexString(aliceId.charAt(0)) + aliceId.substring(1) + "\"}");
            assertThat(alice.readText()).startsWith("{" + signed + ",\"type\":\"SDP_ANSWER\",\"toPeerId\":\"\\u00");
        }
    }

    @Test
    void findsAPeerAmongMany() throws IOException {
        try (RunningServer server = RunningServer.start("rooms.max-members", "40");
                RoomsClient host = RoomsClient.identified(server, "host")) {
            host.join("crowd");
            RoomsClient[] guests = new RoomsClient[30];
            String[] ids = new String[guests.length];
            for (int i = 0; i < guests.length; i++) {
                guests[i] = RoomsClient.identified(server, "guest " + i);
                assertThat(guests[i].join("crowd").path("members").size()).isEqualTo(i + 1);
                ids[i] = host.read().path("peer").path("id").asString();
            }
            for (int i = 0; i < guests.length; i++) {
                for (int later = i + 1; later < guests.length; later++) {
                    assertThat(guests[i].read().path("peer").path("id").asString())
                            .isEqualTo(ids[later]);
                }
                host.send("{\"type\":\"SDP_OFFER\",\"toPeerId\":\"" + ids[i] + "\"}");
                assertThat(guests[i].readText()).contains("SDP_OFFER");
                host.send("{\"type\":\"SDP_ANSWER\",\"toPeerId\":\"" + ids[i].toUpperCase(Locale.ROOT) + "\"}");
                assertThat(guests[i].readText()).contains("SDP_ANSWER");
            }
            for (RoomsClient guest : guests) {
                guest.close();
            }
        }
    }
}
