package dev.ringdown.server.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ringdown.server.support.Frame;
import dev.ringdown.server.support.HttpAnswer;
import dev.ringdown.server.support.RawSocket;
import dev.ringdown.server.support.RunningServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What one client may do in a second, and how many may come. */
final class LimitsTest {
    private static final int FLOOD = 2000;

    @RegisterExtension
    static final RunningServer SERVER = RunningServer.with(
            "websocket.max-controls-per-second", "5",
            "websocket.max-errors-per-second", "2");

    @Test
    void aFloodOfPingsIsAnsweredUpToTheBurstThenClosedWith1008() throws IOException {
        try (RawSocket socket = SERVER.echo();
                RawSocket other = SERVER.echo()) {
            Frame[] pings = new Frame[FLOOD];
            Arrays.fill(pings, Frame.of(Frame.PING, "p"));
            socket.send(pings);
            int pongs = 0;
            Frame frame = socket.read();
            while (frame.opcode() == Frame.PONG) {
                pongs++;
                frame = socket.read();
            }
            assertThat(pongs).isBetween(50, FLOOD / 4);
            assertThat(frame.closeCode()).isEqualTo(1008);
            assertThat(frame.closeReason()).startsWith("rate-limited");
            socket.readEnd();
            other.send("nothing happened");
            assertThat(other.readText()).isEqualTo("nothing happened");
        }
    }

    @Test
    void unaskedPongsCountToo() throws IOException {
        try (RawSocket socket = SERVER.echo()) {
            Frame[] pongs = new Frame[FLOOD];
            Arrays.fill(pongs, Frame.of(Frame.PONG));
            socket.send(pongs);
            assertThat(socket.readClose().closeCode()).isEqualTo(1008);
        }
    }

    @Test
    void aFloodOfRefusedMessagesIsAnsweredUpToTheBurstThenClosedWith1008() throws IOException {
        try (RawSocket socket = SERVER.open("/ws")) {
            socket.send("{\"type\":\"IDENTIFY\",\"username\":\"flood\"}");
            assertThat(socket.readText()).contains("AUTH_SUCCESS");
            Frame[] bad = new Frame[FLOOD];
            Arrays.fill(bad, Frame.text("{"));
            socket.send(bad);
            int errors = 0;
            Frame frame = socket.read();
            while (frame.opcode() == Frame.TEXT) {
                errors++;
                frame = socket.read();
            }
            assertThat(errors).isBetween(20, FLOOD / 4);
            assertThat(frame.closeCode()).isEqualTo(1008);
            socket.readEnd();
        }
    }

    @Test
    void messagesToAPeerThatHasLeftAreRefusedButDoNotCount() throws IOException {
        try (RawSocket socket = SERVER.open("/ws")) {
            socket.send("{\"type\":\"IDENTIFY\",\"username\":\"late\"}");
            assertThat(socket.readText()).contains("AUTH_SUCCESS");
            socket.send("{\"type\":\"JOIN_ROOM\",\"roomId\":\"left\"}");
            assertThat(socket.readText()).contains("ROOM_MEMBERS");
            Frame[] late = new Frame[FLOOD];
            Arrays.fill(late, Frame.text("{\"type\":\"ICE_CANDIDATE\",\"toPeerId\":\"gone\",\"iceCandidate\":{}}"));
            socket.send(late);
            for (int i = 0; i < FLOOD; i++) {
                assertThat(socket.readText()).contains("unknown-peer");
            }
        }
    }

    @Test
    void oneAddressMayHaveOnlySoManyConnections() throws IOException {
        try (RunningServer server = RunningServer.start(
                "limits.count-private-addresses",
                "true",
                "limits.max-connections-per-address",
                "2",
                "listen.management-port",
                "-1")) {
            RawSocket first = server.echo();
            try (RawSocket second = server.echo()) {
                RawSocket third = server.connect();
                third.write(RawSocket.upgradeRequest("/echo"));
                HttpAnswer answer = third.readResponse();
                assertThat(answer.status()).isEqualTo(429);
                assertThat(answer.header("retry-after")).matches("[1-9][0-9]*");
                third.readEnd();
                second.send("still in");
                assertThat(second.readText()).isEqualTo("still in");
                first.close();
                third.close();
                await().ignoreExceptionsInstanceOf(AssertionError.class).until(() -> {
                    server.echo().close();
                    return true;
                });
            }
        }
    }

    @Test
    void silentSocketsOfAnAddressThatIsOverItsLimitAreClosedSoonAndLockNobodyOut() throws IOException {
        List<SocketChannel> silent = new ArrayList<>();
        try (RunningServer server = RunningServer.start(
                "limits.max-connections",
                "4",
                "limits.count-private-addresses",
                "true",
                "limits.max-connections-per-address",
                "2",
                // much more than the test waits
                "http.handshake-timeout",
                "5m")) {
            for (int i = 0; i < 120; i++) {
                SocketChannel socket = SocketChannel.open();
                silent.add(socket);
                socket.bind(new InetSocketAddress("127.0.0.2", 0));
                socket.connect(server.address());
                socket.configureBlocking(false);
            }
            try (RawSocket other = server.echo()) {
                other.send("let in");
                assertThat(other.readText()).isEqualTo("let in");
            }
            // two were let in, and have time; the others are refused although they asked for nothing
            await().atMost(Duration.ofSeconds(60)).until(() -> endedAmong(silent) == 118);
        } finally {
            for (SocketChannel socket : silent) {
                socket.close();
            }
        }
    }

    private static int endedAmong(List<SocketChannel> sockets) throws IOException {
        int ended = 0;
        for (SocketChannel socket : sockets) {
            ByteBuffer refusal = ByteBuffer.allocate(4096);
            int read = socket.read(refusal);
            while (read > 0) {
                read = socket.read(refusal.clear());
            }
            if (read < 0) {
                ended++;
            }
        }
        return ended;
    }

    @Test
    void oneAddressMayComeOnlySoOftenWithinAMinute() throws IOException {
        try (RunningServer server = RunningServer.start(
                "limits.count-private-addresses",
                "true",
                "limits.max-new-connections-per-minute",
                "2",
                "listen.management-port",
                "-1")) {
            server.echo().close();
            server.echo().close();
            try (RawSocket third = server.connect()) {
                third.write(RawSocket.upgradeRequest("/echo"));
                HttpAnswer answer = third.readResponse();
                assertThat(answer.status()).isEqualTo(429);
                assertThat(answer.header("retry-after")).matches("[1-9][0-9]*");
                third.readEnd();
            }
        }
    }
}
