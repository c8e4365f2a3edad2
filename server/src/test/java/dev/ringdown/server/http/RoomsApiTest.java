package dev.ringdown.server.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ringdown.server.support.Frame;
import dev.ringdown.server.support.RawSocket;
import dev.ringdown.server.support.Rest;
import dev.ringdown.server.support.RunningServer;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Rooms over HTTP. */
final class RoomsApiTest {
    @RegisterExtension
    static final RunningServer SERVER = RunningServer.with(
            "flyx.max-misses-per-minute", "0",
            "flyx.max-clients", "7",
            "flyx.idle-timeout", "10m",
            "flyx.time-to-live", "2h",
            "flyx.max-time-to-live", "0",
            "flyx.max-metadata-bytes", "100");

    private static final ObjectMapper JSON = new ObjectMapper();

    private static Rest rest() {
        return Rest.of(SERVER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/room", "/rooms"})
    void makesARoomWithTheDefaultsWhereNothingIsSaid(String path) throws IOException {
        try (Rest rest = rest()) {
            Rest.Answer made = rest.send("POST", path);
            assertThat(made.status()).isEqualTo(201);
            String id = made.text("id");
            assertThat(id).matches("[A-Za-z0-9]{6}");
            assertThat(made.header("Location")).isEqualTo("/rooms/" + id);
            assertThat(made.text("path")).isEqualTo("/ws/" + id);
            assertThat(made.json().path("configuration"))
                    .isEqualTo(
                            JSON.readTree(
                                    "{\"max_clients\":7,\"idle_timeout_seconds\":600,\"time_to_live_seconds\":7200,\"persistent\":false,\"metadata\":{}}"));
            assertThat(rest.send("GET", made.header("Location")).json()).isEqualTo(made.json());
            SERVER.open("/ws/" + id).close();
        }
    }

    @RegisterExtension
    static final RunningServer STRICT = RunningServer.with(
            "limits.count-private-addresses", "true",
            "flyx.max-rooms-per-address", "3",
            "flyx.max-idle-timeout", "1h",
            "flyx.max-time-to-live", "3h");

    @Test
    void noMakerOfARoomGetsMoreTimeThanAnybodyMayHave() throws IOException {
        try (Rest rest = Rest.of(STRICT, "127.0.0.3")) {
            String id = rest.makeRoom("{\"idle_timeout_seconds\":0,\"time_to_live_seconds\":0}");
            assertTimes(rest.send("GET", "/rooms/" + id), 3600, 10800);
            assertTimes(rest.send("PATCH", "/rooms/" + id, "{\"idle_timeout_seconds\":60}"), 60, 10800);
            assertTimes(rest.send("PATCH", "/rooms/" + id, "{\"time_to_live_seconds\":999999}"), 60, 10800);
            assertTimes(rest.send("PATCH", "/rooms/" + id, "{\"idle_timeout_seconds\":0}"), 3600, 10800);
        }
    }

    private static void assertTimes(Rest.Answer room, int idle, int timeToLive) {
        assertThat(room.json().at("/configuration/idle_timeout_seconds").asInt())
                .isEqualTo(idle);
        assertThat(room.json().at("/configuration/time_to_live_seconds").asInt())
                .isEqualTo(timeToLive);
    }

    @Test
    void anAddressMayHaveSoManyRoomsAndOneMoreWhenOneOfThemIsGone() throws IOException {
        try (Rest rest = Rest.of(STRICT, "127.0.0.4");
                Rest other = Rest.of(STRICT, "127.0.0.5")) {
            String first = rest.makeRoom("");
            rest.makeRoom("");
            rest.makeRoom("");
            Rest.Answer refused = rest.send("POST", "/rooms");
            assertProblem(refused, 429, "too-many-rooms-of-address");
            assertThat(refused.header("Retry-After")).isNotEmpty();
            other.makeRoom("");
            assertThat(rest.send("DELETE", "/rooms/" + first).status()).isEqualTo(204);
            rest.makeRoom("");
            assertProblem(rest.send("POST", "/rooms"), 429, "too-many-rooms-of-address");
        }
    }

    @Test
    void aReverseProxyOnAPrivateAddressIsNotLimitedAsOneClient() throws IOException {
        try (RunningServer proxied = RunningServer.start(
                        "flyx.max-rooms-per-address", "1",
                        "flyx.max-rooms-per-minute", "1",
                        "flyx.max-misses-per-minute", "1");
                Rest rest = Rest.of(proxied)) {
            for (int i = 0; i < 3; i++) {
                rest.makeRoom("");
                assertThat(rest.send("GET", "/rooms/nobody").status()).isEqualTo(404);
            }
        }
    }

    @Test
    void noChangeIsLostWhereManyChangeARoomAtOnce() throws Exception {
        String id;
        try (Rest rest = rest()) {
            id = rest.makeRoom("");
        }
        List<Thread> writers = new ArrayList<>();
        for (int writer = 0; writer < 4; writer++) {
            String key = "k" + writer;
            writers.add(Thread.startVirtualThread(() -> {
                try (Rest rest = rest()) {
                    for (int i = 1; i <= 50; i++) {
                        String patch = "{\"metadata\":{\"" + key + "\":" + i + "}}";
                        assertThat(rest.send("PATCH", "/rooms/" + id, patch).status())
                                .isEqualTo(200);
                        assertThat(rest.send("GET", "/rooms/" + id)
                                        .json()
                                        .at("/configuration/metadata/" + key)
                                        .asInt())
                                .isEqualTo(i);
                    }
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            }));
        }
        for (Thread writer : writers) {
            writer.join();
        }
        try (Rest rest = rest()) {
            assertThat(rest.send("GET", "/rooms/" + id).json().at("/configuration/metadata"))
                    .isEqualTo(JSON.readTree("{\"k0\":50,\"k1\":50,\"k2\":50,\"k3\":50}"));
        }
    }

    @Test
    void takesNoOtherEncodingThanUtf8() throws IOException {
        String json = "{\"max_clients\":3}";
        for (Charset charset : List.of(UTF_16BE, UTF_16LE, UTF_16, Charset.forName("UTF-32BE"))) {
            assertThat(statusOf(json.getBytes(charset))).as("%s", charset).isEqualTo(400);
        }
        // an overlong slash, half of a surrogate pair, a byte that never is
        for (String octets : List.of("\u00c0\u00af", "\u00ed\u00a0\u0080", "\u00ff")) {
            assertThat(statusOf(("{\"metadata\":{\"a\":\"" + octets + "\"}}").getBytes(ISO_8859_1)))
                    .isEqualTo(400);
        }
        assertThat(statusOf(json.getBytes(UTF_8))).isEqualTo(201);
    }

    private static int statusOf(byte[] body) throws IOException {
        try (RawSocket socket = SERVER.connect()) {
            socket.write("POST /rooms HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
                    + body.length + "\r\n\r\n");
            socket.write(body);
            return socket.readResponse().status();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e999", "-1E-400", "1.50", "0.1e1", "-0", "100000000000000000000", "123456789"})
    void numbersInMetadataComeBackDigitForDigit(String number) throws IOException {
        try (Rest rest = rest()) {
            String metadata = "{\"n\":" + number + ",\"in\":[" + number + "]}";
            String id = rest.makeRoom("{\"metadata\":" + metadata + "}");
            assertThat(rest.send("GET", "/rooms/" + id).http().body()).contains("\"metadata\":" + metadata);
            assertThat(rest.send("PATCH", "/rooms/" + id, "{\"max_clients\":4}")
                            .http()
                            .body())
                    .contains("\"metadata\":" + metadata);
        }
    }

    @Test
    void makesARoomAsItIsAskedTo() throws IOException {
        try (Rest rest = rest()) {
            String asked =
                    "{\"max_clients\":3,\"idle_timeout_seconds\":5,\"time_to_live_seconds\":0,\"persistent\":false,\"metadata\":{\"title\":\"Größe 🎯\",\"n\":[1.50]}}";
            Rest.Answer made = rest.send("POST", "/rooms", asked);
            assertThat(made.json().path("configuration")).isEqualTo(JSON.readTree(asked));
            assertThat(made.json().path("expires_at").isNull()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {                               | 400 | bad-json
            []                              | 400 | bad-json
            {} {}                           | 400 | bad-json
            {"max_clients":3,"max_clients":4} | 400 | bad-json
            {"maxclients":3}                | 422 | invalid-configuration
            {"max_clients":1}               | 422 | invalid-configuration
            {"max_clients":10001}           | 422 | invalid-configuration
            {"max_clients":"3"}             | 422 | invalid-configuration
            {"max_clients":2.5}             | 422 | invalid-configuration
            {"max_clients":null}            | 422 | invalid-configuration
            {"idle_timeout_seconds":-1}     | 422 | invalid-configuration
            {"time_to_live_seconds":99999999999} | 422 | invalid-configuration
            {"metadata":"text"}             | 422 | invalid-configuration
            {"metadata":{"a":"0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789"}} | 422 | invalid-configuration
            {"max_clients":1e999}           | 422 | invalid-configuration
            {"persistent":"yes"}            | 422 | invalid-configuration
            {"persistent":true}             | 422 | not-persistent
            """)
    void refusesWhatItCannotMakeWithAProblem(String body, int status, String code) throws IOException {
        try (Rest rest = rest()) {
            assertProblem(rest.send("POST", "/rooms", body), status, code);
        }
    }

    private static void assertProblem(Rest.Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.http().body()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.text("code")).isEqualTo(code);
        assertThat(answer.text("type")).isEqualTo("urn:ringdown:problem:" + code);
        assertThat(answer.json().path("status").asInt()).isEqualTo(status);
        assertThat(answer.text("title")).isNotBlank();
        assertThat(answer.text("detail")).isNotBlank();
    }

    @Test
    void takesOnlyJson() throws IOException {
        try (Rest rest = rest()) {
            assertProblem(rest.send("POST", "/rooms", "a=b", "Content-Type", "text/plain"), 415, "not-json");
            assertThat(rest.send("POST", "/rooms", "{}", "Content-Type", "Application/JSON; charset=utf-8")
                            .status())
                    .isEqualTo(201);
        }
    }

    @Test
    void showsWhoIsInARoomAsFiguresAndToOperatorsByName() throws IOException {
        try (Rest rest = rest();
                Rest operator = Rest.ofManagement(SERVER)) {
            String id = rest.makeRoom("{\"max_clients\":2}");
            try (RawSocket sender = SERVER.open("/ws/" + id);
                    RawSocket receiver = SERVER.open("/ws/" + id)) {
                String receiverId = idIn(sender.readText());
                JsonNode status = rest.send("GET", "/rooms/" + id).json().path("status");
                assertThat(status)
                        .isEqualTo(JSON.readTree("{\"sender\":true,\"receivers\":1,\"clients\":2,\"full\":true}"));
                assertThat(rest.send("GET", "/rooms/" + id).json().has("peers")).isFalse();
                JsonNode peers = operator.send("GET", "/rooms/" + id).json().path("peers");
                assertThat(peers.path(0).path("role").asString()).isEqualTo("sender");
                assertThat(peers.path(1))
                        .isEqualTo(JSON.readTree(
                                "{\"id\":\"" + receiverId + "\",\"role\":\"receiver\",\"connected\":true}"));
                receiver.send("{\"type\":\"join\"}");
                assertThat(receiver.readText()).contains(receiverId);
            }
        }
    }

    private static String idIn(String news) {
        return JSON.readTree(news).path("data").path("client_id").asString();
    }

    @Test
    void changesWhatCanChangeAndMergesTheRest() throws IOException {
        try (Rest rest = rest()) {
            String id = rest.makeRoom("{\"max_clients\":2,\"metadata\":{\"a\":1,\"b\":{\"c\":2,\"d\":3}}}");
            Rest.Answer changed = rest.send(
                    "PATCH",
                    "/rooms/" + id,
                    "{\"max_clients\":3,\"time_to_live_seconds\":null,\"metadata\":{\"a\":null,\"b\":{\"c\":4},\"e\":[]}}",
                    "Content-Type",
                    "application/merge-patch+json");
            assertThat(changed.status()).isEqualTo(200);
            assertThat(changed.json().path("configuration"))
                    .isEqualTo(
                            JSON.readTree(
                                    "{\"max_clients\":3,\"idle_timeout_seconds\":600,\"time_to_live_seconds\":7200,\"persistent\":false,\"metadata\":{\"b\":{\"c\":4,\"d\":3},\"e\":[]}}"));
            assertThat(rest.send("GET", "/rooms/" + id).json()).isEqualTo(changed.json());
            assertProblem(rest.send("PATCH", "/rooms/" + id, "{\"persistent\":true}"), 422, "invalid-configuration");
            assertProblem(rest.send("PATCH", "/rooms/" + id, "{\"id\":\"mine\"}"), 422, "invalid-configuration");
            assertThat(rest.send("GET", "/rooms/" + id).json()).isEqualTo(changed.json());
        }
    }

    @Test
    void deletesARoomAndClosesWhoIsInIt() throws IOException {
        try (Rest rest = rest()) {
            String id = rest.makeRoom("");
            try (RawSocket client = SERVER.open("/ws/" + id)) {
                assertThat(rest.send("DELETE", "/rooms/" + id).status()).isEqualTo(204);
                Frame close = client.readClose();
                assertThat(close.closeCode()).isEqualTo(1001);
                assertThat(close.closeReason()).startsWith("room-closed");
            }
            assertProblem(rest.send("GET", "/rooms/" + id), 404, "unknown-room");
            assertProblem(rest.send("DELETE", "/rooms/" + id), 404, "unknown-room");
        }
    }

    @Test
    void saysWhichMethodsAPathTakes() throws IOException {
        try (Rest rest = rest()) {
            Rest.Answer answer = rest.send("PUT", "/rooms/ABCDEF");
            assertThat(answer.status()).isEqualTo(405);
            assertThat(answer.header("Allow").split(", ")).containsExactlyInAnyOrder("GET", "HEAD", "PATCH", "DELETE");
            assertThat(rest.send("GET", "/rooms").status()).isEqualTo(405);
            assertThat(rest.send("GET", "/rooms/a/b").status()).isEqualTo(404);
            assertThat(rest.send("DELETE", "/rooms/a/peers/b").status()).isEqualTo(404);
        }
    }

    @Test
    void listsAllRoomsForOperatorsPageByPage() throws IOException {
        try (Rest rest = rest();
                Rest operator = Rest.ofManagement(SERVER)) {
            Set<String> made = new TreeSet<>();
            for (int i = 0; i < 7; i++) {
                made.add(rest.makeRoom(""));
            }
            List<String> listed = new ArrayList<>();
            String next = "/rooms?limit=3";
            while (!next.isEmpty()) {
                JsonNode page = operator.send("GET", next).json();
                assertThat(page.path("rooms").size()).isLessThanOrEqualTo(3).isPositive();
                page.path("rooms").forEach(room -> listed.add(room.path("id").asString()));
                next = page.path("next").asString("");
            }
            assertThat(listed).isSorted().doesNotHaveDuplicates().containsAll(made);
            assertProblem(operator.send("GET", "/rooms?limit=1001"), 400, "bad-parameter");
            operator.send("GET", "/rooms?limit=1000")
                    .json()
                    .path("rooms")
                    .forEach(room -> made.remove(room.path("id").asString()));
            assertThat(made).isEmpty();
        }
    }

    @Test
    void removesAClientForAnOperatorAndTheOthersHear() throws IOException {
        try (Rest rest = rest();
                Rest operator = Rest.ofManagement(SERVER)) {
            String id = rest.makeRoom("");
            try (RawSocket sender = SERVER.open("/ws/" + id);
                    RawSocket receiver = SERVER.open("/ws/" + id)) {
                String receiverId = idIn(sender.readText());
                String peer = "/rooms/" + id + "/peers/" + receiverId;
                assertThat(operator.send("DELETE", peer).status()).isEqualTo(204);
                Frame close = receiver.readClose();
                assertThat(close.closeCode()).isEqualTo(1008);
                assertThat(close.closeReason()).startsWith("kicked");
                assertThat(sender.readText())
                        .isEqualTo("{\"type\":\"disconnect\",\"data\":{\"client_id\":\"" + receiverId + "\"}}");
                assertProblem(operator.send("DELETE", peer), 404, "unknown-peer");
            }
        }
    }

    @Test
    void givesRoomsThatAreMadeAtOnceIdsOfTheirOwn() throws Exception {
        Set<String> ids = ConcurrentHashMap.newKeySet();
        List<Thread> makers = new ArrayList<>();
        for (int maker = 0; maker < 4; maker++) {
            makers.add(Thread.startVirtualThread(() -> {
                try (Rest rest = rest()) {
                    for (int i = 0; i < 100; i++) {
                        ids.add(rest.makeRoom(""));
                    }
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            }));
        }
        for (Thread maker : makers) {
            maker.join();
        }
        assertThat(ids).hasSize(400);
    }
}
