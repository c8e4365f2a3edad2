package dev.ringdown.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ringdown.server.support.RawSocket;
import dev.ringdown.server.support.Rest;
import dev.ringdown.server.support.RunningServer;
import dev.ringdown.server.support.ServerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rooms that outlive the process, however it ends. */
final class PersistentRoomsTest {
    private static final String PERSISTENT = "{\"persistent\":true,\"metadata\":{\"title\":\"kept\"}}";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path data;

    @Test
    void persistentRoomsSurviveARestartAndOthersDoNot() throws IOException {
        String kept;
        String changed;
        String deleted;
        String passing;
        try (RunningServer server = RunningServer.start("data.directory", data.toString());
                Rest rest = Rest.of(server)) {
            kept = rest.makeRoom(PERSISTENT);
            changed = rest.makeRoom(PERSISTENT);
            deleted = rest.makeRoom(PERSISTENT);
            passing = rest.makeRoom("");
            rest.send("PATCH", "/rooms/" + changed, "{\"max_clients\":2,\"metadata\":{\"title\":\"changed\"}}");
            assertThat(rest.send("DELETE", "/rooms/" + deleted).status()).isEqualTo(204);
        }
        try (RunningServer server = RunningServer.start("data.directory", data.toString());
                Rest rest = Rest.of(server)) {
            assertKept(rest, kept);
            Rest.Answer room = rest.send("GET", "/rooms/" + changed);
            assertThat(room.json().at("/configuration/max_clients").asInt()).isEqualTo(2);
            assertThat(room.json().at("/configuration/metadata/title").asString())
                    .isEqualTo("changed");
            assertThat(rest.send("GET", "/rooms/" + deleted).status()).isEqualTo(404);
            assertThat(rest.send("GET", "/rooms/" + passing).status()).isEqualTo(404);
            try (RawSocket client = server.open("/ws/" + kept)) {
                client.send("{\"type\":\"join\"}");
                assertThat(client.readText()).contains("\"role\":\"sender\"");
            }
        }
    }

    private static void assertKept(Rest rest, String id) throws IOException {
        Rest.Answer room = rest.send("GET", "/rooms/" + id);
        assertThat(room.status()).as(id).isEqualTo(200);
        assertThat(room.json().at("/configuration/persistent").asBoolean()).isTrue();
        assertThat(room.json().at("/configuration/metadata/title").asString()).isEqualTo("kept");
    }

    @Test
    void aPersistentRoomStillExpiresWhenItsTimeIsOver() throws IOException {
        try (RunningServer server = RunningServer.start("data.directory", data.toString());
                Rest rest = Rest.of(server)) {
            String id = rest.makeRoom("{\"persistent\":true}");
            assertThat(rest.send("PATCH", "/rooms/" + id, "{\"time_to_live_seconds\":1}")
                            .status())
                    .isIn(200, 404);
            Awaitility.await().until(() -> rest.send("GET", "/rooms/" + id).status() == 404);
        }
        try (RunningServer server =
                        RunningServer.start("data.directory", data.toString(), "flyx.start-up-room", "false");
                Rest operator = Rest.ofManagement(server)) {
            assertThat(operator.send("GET", "/rooms").json().path("rooms").size())
                    .isZero();
        }
    }

    @Test
    void everyRoomThatWasAcknowledgedSurvivesAKillInMidWrite() throws Exception {
        Set<String> acknowledged = ConcurrentHashMap.newKeySet();
        for (int round = 1; round <= 2; round++) {
            int enough = acknowledged.size() + 50;
            try (ServerProcess server = ServerProcess.start(data)) {
                List<Thread> makers = makeRooms(server.address(), acknowledged);
                Awaitility.await().until(() -> acknowledged.size() >= enough);
                server.kill();
                for (Thread maker : makers) {
                    maker.join();
                }
            }
        }
        try (RunningServer server =
                        RunningServer.start("data.directory", data.toString(), "flyx.max-misses-per-minute", "0");
                Rest rest = Rest.of(server)) {
            for (String id : acknowledged) {
                assertKept(rest, id);
            }
        }
    }

    /** Threads that make rooms until the server is gone. */
    private static List<Thread> makeRooms(InetSocketAddress address, Set<String> acknowledged) {
        List<Thread> makers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            makers.add(Thread.startVirtualThread(() -> {
                try (Rest rest = Rest.of(address)) {
                    while (true) {
                        acknowledged.add(rest.makeRoom(PERSISTENT));
                    }
                } catch (IOException killed) {
                    // as intended
                }
            }));
        }
        return makers;
    }

    @Test
    void aFullDiskIsAProblemOfPersistentRoomsAloneAndTheStoreStaysWhole() throws Exception {
        List<String> acknowledged = new ArrayList<>();
        String large = "{\"persistent\":true,\"metadata\":{\"title\":\"kept\",\"ballast\":\"" + noise() + "\"}}";
        try (ServerProcess server = ServerProcess.startWithSmallDisk(data, 128)) {
            InetSocketAddress address = server.address();
            try (Rest rest = Rest.of(address)) {
                // the store tidies up after a failure, so that there may be room for one more
                for (int refusals = 0; refusals < 2; ) {
                    Rest.Answer answer = rest.send("POST", "/rooms", large);
                    if (answer.status() == 201) {
                        acknowledged.add(answer.text("id"));
                        refusals = 0;
                    } else {
                        assertThat(answer.status()).isEqualTo(507);
                        assertThat(answer.text("code")).isEqualTo("not-stored");
                        refusals++;
                    }
                }
                assertThat(acknowledged).isNotEmpty();
                assertKept(rest, acknowledged.getFirst());
                assertRelays(address, rest.makeRoom("{}"));
                assertRelays(address, acknowledged.getLast());
            }
            server.kill();
        }
        try (RunningServer server = RunningServer.start("data.directory", data.toString());
                Rest rest = Rest.of(server);
                Rest operator = Rest.ofManagement(server)) {
            for (String id : acknowledged) {
                assertKept(rest, id);
            }
            // those, and the one of the start
            assertThat(operator.send("GET", "/rooms").json().path("rooms").size())
                    .isEqualTo(acknowledged.size() + 1);
        }
    }

    /** A text that does not compress. */
    private static String noise() {
        StringBuilder noise = new StringBuilder();
        new java.util.Random(1).ints(3000, 'a', 'z').forEach(letter -> noise.append((char) letter));
        return noise.toString();
    }

    private static void assertRelays(InetSocketAddress address, String room) throws IOException {
        try (RawSocket sender = RawSocket.connect(address);
                RawSocket receiver = RawSocket.connect(address)) {
            sender.upgrade("/ws/" + room);
            receiver.upgrade("/ws/" + room);
            assertThat(sender.readText()).contains("join");
            sender.send("{\"type\":\"offer\",\"data\":{\"sdp\":\"v=0\"}}");
            assertThat(receiver.readText()).contains("v=0");
        }
    }

    @Test
    void aCorruptStoreIsAClearErrorAtStartAndIsNotOverwritten() throws Exception {
        Path file = data.resolve("rooms.mv");
        byte[] garbage = "somebody else's file\n".repeat(1000).getBytes(UTF_8);
        Files.write(file, garbage);
        try (ServerProcess server = ServerProcess.start(data)) {
            assertThat(server.exitStatus()).isEqualTo(1);
            assertThat(server.output())
                    .contains("The room store " + file + " cannot be used")
                    .contains("left as it is")
                    .doesNotContain("ready:");
        }
        assertThat(Files.readAllBytes(file)).isEqualTo(garbage);
    }

    @Test
    void rememberedRoomsAreThereAfterAnOrderlyStopToo() throws Exception {
        String id;
        try (ServerProcess server = ServerProcess.start(data)) {
            try (Rest rest = Rest.of(server.address())) {
                id = rest.makeRoom(PERSISTENT);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            server.terminate();
            assertThat(server.exitStatus()).isZero();
        }
        try (ServerProcess server = ServerProcess.start(data);
                Rest rest = Rest.of(server.address())) {
            assertKept(rest, id);
        }
    }

    @Test
    void aFolderThatTakesNothingIsSaidAtStartAndTheServerIsNotReady() throws Exception {
        try (RunningServer server = RunningServer.start("data.directory", data.toString());
                Rest rest = Rest.of(server)) {
            rest.makeRoom(PERSISTENT);
        }
        try (ServerProcess server = ServerProcess.startWithSmallDisk(data, 1)) {
            InetSocketAddress address = server.address();
            try (Rest rest = Rest.of(address)) {
                Rest.Answer answer = rest.send("GET", "/readyz");
                assertThat(answer.status()).isEqualTo(503);
                assertThat(answer.http().body()).isEqualTo("not ready: the room store cannot be written\n");
                assertThat(rest.send("POST", "/rooms", PERSISTENT).status()).isEqualTo(507);
                assertRelays(address, rest.makeRoom("{}"));
            }
            server.kill();
            assertThat(server.output()).containsOnlyOnce("The room store cannot be written");
        }
    }

    @Test
    void noChangeOfAPersistentRoomIsLostWhereManyChangeItAtOnce() throws Exception {
        String id;
        try (RunningServer server = RunningServer.start("data.directory", data.toString())) {
            try (Rest rest = Rest.of(server)) {
                id = rest.makeRoom(PERSISTENT);
            }
            List<Thread> writers = new ArrayList<>();
            for (int writer = 0; writer < 4; writer++) {
                String key = "k" + writer;
                writers.add(Thread.startVirtualThread(() -> {
                    try (Rest rest = Rest.of(server)) {
                        for (int i = 1; i <= 25; i++) {
                            String patch = "{\"metadata\":{\"" + key + "\":" + i + "}}";
                            assertThat(rest.send("PATCH", "/rooms/" + id, patch).status())
                                    .isEqualTo(200);
                        }
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                }));
            }
            for (Thread writer : writers) {
                writer.join();
            }
            assertAllWritten(server, id);
        }
        try (RunningServer server = RunningServer.start("data.directory", data.toString())) {
            assertAllWritten(server, id);
        }
    }

    private static void assertAllWritten(RunningServer server, String id) throws IOException {
        try (Rest rest = Rest.of(server)) {
            assertThat(rest.send("GET", "/rooms/" + id).http().body())
                    .contains("\"title\":\"kept\"", "\"k0\":25", "\"k1\":25", "\"k2\":25", "\"k3\":25");
        }
    }
}
