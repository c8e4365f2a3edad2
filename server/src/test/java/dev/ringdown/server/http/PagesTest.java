package dev.ringdown.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringdown.server.support.HttpAnswer;
import dev.ringdown.server.support.RawSocket;
import dev.ringdown.server.support.Rest;
import dev.ringdown.server.support.RunningServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** The pages as a browser fetches them. */
final class PagesTest {
    private static final Path FOLDER = Path.of("src/main/resources/web");

    @RegisterExtension
    static final RunningServer SERVER = RunningServer.with();

    private static HttpAnswer get(String path, String... headers) throws IOException {
        try (RawSocket socket = SERVER.connect()) {
            StringBuilder request = new StringBuilder("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n");
            for (String header : headers) {
                request.append(header).append("\r\n");
            }
            socket.write(request.append("\r\n").toString());
            return socket.readResponse();
        }
    }

    @Test
    void servesEveryFileOfTheFolderAndListsItExactly() throws IOException {
        try (Stream<Path> files = Files.walk(FOLDER)) {
            List<String> there = files.filter(Files::isRegularFile)
                    .map(file -> FOLDER.relativize(file).toString())
                    .filter(name -> !name.equals("pages.txt"))
                    .sorted()
                    .toList();
            assertThat(Files.readAllLines(FOLDER.resolve("pages.txt"))).containsExactlyElementsOf(there);
            for (String name : there) {
                HttpAnswer answer = get("/" + name);
                assertThat(answer.status()).as(name).isEqualTo(200);
                assertThat(answer.header("content-type")).as(name).doesNotContain("octet-stream");
            }
        }
    }

    @Test
    void letsNothingInlineRunAndNothingFromElsewhereLoad() throws IOException {
        assertThat(get("/").header("content-security-policy"))
                .contains("default-src 'self'")
                .doesNotContain("unsafe");
        assertThat(get("/").header("x-content-type-options")).isEqualTo("nosniff");
    }

    @Test
    void answersNotModifiedToWhoHasIt() throws IOException {
        String tag = get("/style.css").header("etag");
        HttpAnswer again = get("/style.css", "If-None-Match: " + tag);
        assertThat(again.status()).isEqualTo(304);
    }

    @Test
    void neverReachesOutsideTheList() throws IOException {
        for (String path : List.of("/../pom.xml", "/%2e%2e/pom.xml", "/pages.txt", "/web/index.html", "/demo/")) {
            assertThat(get(path).status()).as(path).isEqualTo(404);
        }
    }

    @Test
    void offersTheConfiguredIceServersToThePage() throws IOException {
        try (RunningServer server =
                        RunningServer.start("ice-servers", "[{\"urls\":[\"stun:stun.example.org:3478\"]}]");
                RawSocket socket = server.connect()) {
            socket.write("GET /config.json HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(socket.readResponse().body())
                    .contains("\"iceServers\":[{\"urls\":[\"stun:stun.example.org:3478\"]}]");
        }
    }

    @Test
    void namesTheDoorsThatAreOpenAndNoOther() throws IOException {
        try (RunningServer server = RunningServer.start(
                "listen.bridge-port",
                "0",
                "rooms.path",
                "/signal",
                "cheery.enabled",
                "false",
                "echo.enabled",
                "false")) {
            InetSocketAddress bridge = Objects.requireNonNull(server.server().linesAddress("bridge"));
            assertThat(doors(server))
                    .contains(
                            "rooms: /doors/rooms.html /signal ",
                            "flyx: /doors/flyx.html /ws/ ",
                            "bridge: /doors/bridge.html  127.0.0.1:" + bridge.getPort())
                    .noneMatch(door -> door.startsWith("cheery") || door.startsWith("echo"));
        }
    }

    @Test
    void namesTheWebSocketOfTheBridgeWhereItIsWanted() throws IOException {
        try (RunningServer server = RunningServer.start("listen.bridge-port", "0", "bridge.websocket", "true")) {
            InetSocketAddress bridge = Objects.requireNonNull(server.server().linesAddress("bridge"));
            assertThat(doors(server)).contains("bridge: /doors/bridge.html /bridge 127.0.0.1:" + bridge.getPort());
        }
    }

    @Test
    void leadsToNoPageWherePagesAreOff() throws IOException {
        try (RunningServer server = RunningServer.start("demo.enabled", "false")) {
            assertThat(doors(server))
                    .contains("rooms:  /ws ", "echo:  /echo ")
                    .noneMatch(door -> door.contains(".html"));
        }
    }

    private static List<String> doors(RunningServer server) throws IOException {
        try (Rest rest = Rest.of(server)) {
            List<String> doors = new ArrayList<>();
            for (JsonNode door : rest.send("GET", "/config.json", "").json().path("doors")) {
                JsonNode tcp = door.path("tcp");
                doors.add("%s: %s %s %s"
                        .formatted(
                                door.path("name").asString(),
                                door.path("page").asString(""),
                                door.path("path").asString(""),
                                tcp.isMissingNode() ? "" : tcp.path("host").asString() + ":" + tcp.path("port")));
            }
            return doors;
        }
    }
}
