package dev.ringdown.server.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ringdown.server.support.HttpAnswer;
import dev.ringdown.server.support.RawSocket;
import dev.ringdown.server.support.ServerProcess;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A server that may have few files open, with more clients than that. */
final class DescriptorsTest {
    private static final int FILES = 300;

    @Test
    void atTheFileLimitClientsAreRefusedOperatorsAnsweredAndOthersLiveOn() throws Exception {
        List<RawSocket> sockets = new ArrayList<>();
        try (ServerProcess server = ServerProcess.startWithFewFiles(FILES)) {
            InetSocketAddress address = server.address();
            RawSocket echo = RawSocket.connect(address);
            sockets.add(echo);
            echo.upgrade("/echo");
            HttpAnswer answer = upgrade(address, sockets);
            while (answer.status() == 101) {
                answer = upgrade(address, sockets);
            }
            int admitted = sockets.size() - 1;
            assertThat(admitted).isBetween(FILES / 4, FILES);
            // and as many again who say nothing at all
            for (int i = 0; i < FILES; i++) {
                sockets.add(RawSocket.connect(address));
            }
            for (int i = 0; i < 10; i++) {
                answer = upgrade(address, sockets);
                assertThat(answer.status()).isEqualTo(503);
                assertThat(answer.header("retry-after")).matches("[1-9][0-9]*");
                assertThat(get(server.managementAddress(), "/healthz").status()).isEqualTo(200);
                assertThat(get(server.managementAddress(), "/metrics").body())
                        .contains("ringdown_connections_refused_total ");
            }
            echo.send("still there");
            assertThat(echo.readText()).isEqualTo("still there");
            for (RawSocket socket : sockets) {
                socket.close();
            }
            await().untilAsserted(
                            () -> assertThat(upgrade(address, sockets).status()).isEqualTo(101));
        } finally {
            for (RawSocket socket : sockets) {
                socket.close();
            }
        }
    }

    private static HttpAnswer upgrade(InetSocketAddress address, List<RawSocket> sockets) throws IOException {
        RawSocket socket = RawSocket.connect(address);
        sockets.add(socket);
        socket.write(RawSocket.upgradeRequest("/echo"));
        return socket.readResponse();
    }

    private static HttpAnswer get(InetSocketAddress address, String path) throws IOException {
        try (RawSocket socket = RawSocket.connect(address)) {
            socket.write("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
            return socket.readResponse();
        }
    }
}
