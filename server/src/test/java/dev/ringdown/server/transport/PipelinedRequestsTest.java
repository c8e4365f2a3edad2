package dev.ringdown.server.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ringdown.server.support.Frame;
import dev.ringdown.server.support.RawSocket;
import dev.ringdown.server.support.RunningServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests that come before an earlier one is answered, which takes its time if the answer comes from the disk. */
final class PipelinedRequestsTest {
    private static final String ROOM = "{\"persistent\":true}";
    private static final String STORE =
            "POST /rooms HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
                    + ROOM.length() + "\r\n\r\n" + ROOM;
    private static final String HEALTH = "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n";
    private static final int MOST_CONNECTIONS = 40;

    @TempDir
    Path data;

    private RunningServer start() throws IOException {
        return RunningServer.start(
                "data.directory",
                data.toString(),
                "listen.loops",
                "3",
                "limits.count-private-addresses",
                "true",
                "limits.max-connections-per-address",
                String.valueOf(MOST_CONNECTIONS));
    }

    @Test
    void areAnsweredInTheOrderInWhichTheyCame() throws IOException {
        try (RunningServer server = start();
                RawSocket socket = server.connect()) {
            for (int i = 0; i < 20; i++) {
                socket.write(STORE + HEALTH + STORE + HEALTH + HEALTH);
                for (int status : new int[] {201, 200, 201, 200, 200}) {
                    assertThat(socket.readResponse().status()).isEqualTo(status);
                }
            }
            socket.write(STORE + RawSocket.upgradeRequest("/echo"));
            socket.send("behind it all");
            assertThat(socket.readResponse().status()).isEqualTo(201);
            assertThat(socket.readResponse().status()).isEqualTo(101);
            assertThat(socket.readText()).isEqualTo("behind it all");
        }
    }

    /** The answer and the upgrade behind it meet a connection that is gone: it ends once, and no other is forgotten for it. */
    @Test
    void anUpgradeBehindASlowAnswerOnAConnectionThatIsResetEndsOnce() throws IOException {
        List<RawSocket> bystanders = new ArrayList<>();
        try (RunningServer server = start()) {
            for (int i = 0; i < 6; i++) {
                bystanders.add(server.echo());
            }
            for (int i = 0; i < 60; i++) {
                RawSocket socket = server.connect();
                socket.write(STORE + RawSocket.upgradeRequest("/echo"));
                socket.resetOnClose();
                if (i % 3 == 0) {
                    socket.readResponse();
                }
                socket.close();
            }
            await().untilAsserted(() -> assertThat(server.metric("ringdown_connections_closed_total"))
                    .isEqualTo(server.metric("ringdown_connections_opened_total") - bystanders.size()));
            assertRoomFor(server, MOST_CONNECTIONS - bystanders.size());
            for (RawSocket bystander : bystanders) {
                bystander.send("still here");
                assertThat(bystander.readText()).isEqualTo("still here");
            }
            Thread closing = Thread.startVirtualThread(server::close);
            for (RawSocket bystander : bystanders) {
                Frame close = bystander.readClose();
                assertThat(close.closeCode()).isEqualTo(1001);
                bystander.close();
            }
            await().until(() -> !closing.isAlive());
        } finally {
            for (RawSocket bystander : bystanders) {
                bystander.close();
            }
        }
    }

    /** So many are let in, not one more: each that is gone was counted out, and once. */
    private static void assertRoomFor(RunningServer server, int connections) {
        await().untilAsserted(() -> {
            List<RawSocket> sockets = new ArrayList<>();
            try {
                for (int i = 0; i < connections; i++) {
                    RawSocket socket = server.connect();
                    sockets.add(socket);
                    socket.write(RawSocket.upgradeRequest("/echo"));
                    assertThat(socket.readResponse().status()).isEqualTo(101);
                }
                RawSocket oneMore = server.connect();
                sockets.add(oneMore);
                oneMore.write(RawSocket.upgradeRequest("/echo"));
                assertThat(oneMore.readResponse().status()).isEqualTo(429);
            } finally {
                for (RawSocket socket : sockets) {
                    socket.close();
                }
            }
        });
    }
}
