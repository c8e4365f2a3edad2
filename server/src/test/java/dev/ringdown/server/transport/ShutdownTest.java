package dev.ringdown.server.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ringdown.server.support.Frame;
import dev.ringdown.server.support.RawSocket;
import dev.ringdown.server.support.RunningServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The end of the server. */
final class ShutdownTest {
    private static final int CLIENTS = 20;

    @Test
    void tellsEveryClientAndWaitsForThem() throws Exception {
        RunningServer server = RunningServer.start();
        InetSocketAddress address = server.address();
        List<RawSocket> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(server.echo());
        }
        clients.getFirst().send(Frame.of(Frame.TEXT, "half a message").unfinished());
        try (RawSocket page = server.connect()) {
            page.write("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(page.readResponse().status()).isEqualTo(200);

            CompletableFuture<Void> closed = CompletableFuture.runAsync(server::close);
            for (RawSocket client : clients) {
                Frame close = client.readClose();
                assertThat(close.closeCode()).isEqualTo(1001);
                assertThat(close.closeReason()).startsWith("shutdown");
            }
            page.readEnd();
            assertThat(closed).isNotDone();
            for (RawSocket client : clients) {
                client.close();
            }
            closed.get(20, TimeUnit.SECONDS);
        }
        assertThatThrownBy(() -> RawSocket.connect(address)).isInstanceOf(IOException.class);
    }

    @Test
    void cutsOffAClientThatDoesNotGo() throws IOException {
        RunningServer server = RunningServer.start("shutdown.drain-timeout", "500ms");
        try (RawSocket socket = server.echo()) {
            server.close();
            assertThat(socket.read().closeCode()).isEqualTo(1001);
            socket.readEnd();
            Awaitility.await().until(socket::isRefused);
        }
    }
}
