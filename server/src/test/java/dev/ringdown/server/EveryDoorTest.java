package dev.ringdown.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ringdown.server.support.RawSocket;
import dev.ringdown.server.support.RunningServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** All five dialects in one process, with traffic behind every door at once. */
final class EveryDoorTest {
    private static final int MESSAGES = 300;
    private static final int CONVERSATIONS = 4;
    private static final Pattern ID = Pattern.compile("\"(?:id|client_id)\":\"([^\"]+)\"");

    private final CountDownLatch start = new CountDownLatch(1);

    @Test
    void servesEveryDialectWhileAllTheOthersAreBusy() throws Exception {
        try (RunningServer server = RunningServer.start("listen.bridge-port", "0");
                ExecutorService everybody = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> talks = new ArrayList<>();
            for (int i = 0; i < CONVERSATIONS; i++) {
                String name = "talk-" + i;
                talks.add(everybody.submit(talk(() -> rooms(server, name))));
                talks.add(everybody.submit(talk(() -> flyx(server))));
                talks.add(everybody.submit(talk(() -> cheery(server, name))));
                talks.add(everybody.submit(talk(() -> bridge(server, name))));
                talks.add(everybody.submit(talk(() -> echo(server))));
            }
            // one pair, so that it is known who meets whom
            talks.add(everybody.submit(talk(() -> vyoma(server))));
            start.countDown();
            for (Future<Integer> talk : talks) {
                assertThat(talk.get(60, TimeUnit.SECONDS)).isEqualTo(MESSAGES);
            }
            for (String dialect : List.of("rooms", "flyx", "cheery", "vyoma", "bridge", "echo")) {
                assertThat(server.metric("ringdown_messages_received_total{dialect=\"" + dialect + "\"}"))
                        .as(dialect)
                        .isGreaterThanOrEqualTo(MESSAGES);
            }
        }
    }

    private Callable<Integer> talk(Callable<Integer> talk) {
        return () -> {
            start.await();
            return talk.call();
        };
    }

    private static int rooms(RunningServer server, String room) throws IOException {
        try (RawSocket alice = server.open("/ws");
                RawSocket bob = server.open("/ws")) {
            for (RawSocket peer : List.of(alice, bob)) {
                peer.send("{\"type\":\"IDENTIFY\",\"username\":\"" + room + (peer == alice ? "-a" : "-b") + "\"}");
                assertThat(peer.readText()).contains("AUTH_SUCCESS");
                peer.send("{\"type\":\"JOIN_ROOM\",\"roomId\":\"" + room + "\"}");
                assertThat(peer.readText()).contains("ROOM_MEMBERS");
            }
            String bobsId = id(alice.readText());
            int heard = 0;
            for (int i = 0; i < MESSAGES; i++) {
                alice.send("{\"type\":\"ICE_CANDIDATE\",\"toPeerId\":\"" + bobsId + "\",\"iceCandidate\":" + i + "}");
                heard += bob.readText().endsWith("\"iceCandidate\":" + i + "}") ? 1 : 0;
            }
            return heard;
        }
    }

    private static int flyx(RunningServer server) throws IOException {
        String room;
        try (RawSocket rest = server.connect()) {
            rest.write("POST /rooms HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n");
            room = rest.readResponse()
                    .body()
                    .replaceAll("^\\{\"id\":\"([^\"]+)\".*", "$1")
                    .strip();
        }
        try (RawSocket sender = server.open("/ws/" + room);
                RawSocket receiver = server.open("/ws/" + room)) {
            String receiverId = id(sender.readText());
            int heard = 0;
            for (int i = 0; i < MESSAGES; i++) {
                sender.send(
                        "{\"type\":\"offer\",\"data\":{\"client_id\":\"" + receiverId + "\",\"sdp\":\"" + i + "\"}}");
                heard += receiver.readText().endsWith("\"sdp\":\"" + i + "\"}}") ? 1 : 0;
            }
            return heard;
        }
    }

    private static int cheery(RunningServer server, String name) throws IOException {
        try (RawSocket user = server.open("/presence")) {
            user.send("{\"type\":\"register\",\"username\":\"" + name + "\",\"ip\":\"192.0.2.7\"}");
            int heard = 0;
            for (int i = 0; i < MESSAGES; i++) {
                user.send("{\"type\":\"get_ip\",\"target\":\"" + name + "\"}");
                String answer = user.readText();
                while (answer.contains("user_list")) {
                    answer = user.readText();
                }
                heard += answer.endsWith("\"ip\":\"192.0.2.7\"}") ? 1 : 0;
            }
            return heard;
        }
    }

    private static int vyoma(RunningServer server) throws IOException {
        try (RawSocket one = server.open("/pair");
                RawSocket other = server.open("/pair")) {
            assertThat(one.readText()).contains("Waiting");
            assertThat(one.readText()).contains("Connected");
            assertThat(other.readText()).contains("Connected");
            int heard = 0;
            for (int i = 0; i < MESSAGES; i++) {
                one.send("number " + i);
                heard += other.readText().equals("number " + i) ? 1 : 0;
            }
            return heard;
        }
    }

    private static int bridge(RunningServer server, String name) throws IOException {
        int port =
                Objects.requireNonNull(server.server().linesAddress("bridge")).getPort();
        String headers = "clientID: " + name + "\r\nIP: 127.0.0.1\r\nPort: 5556\r\n";
        int heard = 0;
        for (int i = 0; i < MESSAGES; i++) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                socket.setSoTimeout(10_000);
                socket.getOutputStream().write(("REGISTER\r\n" + headers + "\r\n").getBytes(UTF_8));
                String answer = new String(socket.getInputStream().readAllBytes(), UTF_8);
                heard += answer.equals("REGACK\r\n" + headers + "Status: registered\r\n\r\n") ? 1 : 0;
            }
        }
        return heard;
    }

    private static int echo(RunningServer server) throws IOException {
        try (RawSocket client = server.echo()) {
            int heard = 0;
            for (int i = 0; i < MESSAGES; i++) {
                client.send("number " + i);
                heard += client.readText().equals("number " + i) ? 1 : 0;
            }
            return heard;
        }
    }

    private static String id(String message) {
        Matcher id = ID.matcher(message);
        assertThat(id.find()).as(message).isTrue();
        return id.group(1);
    }
}
