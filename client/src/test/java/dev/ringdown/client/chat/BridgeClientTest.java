package dev.ringdown.client.chat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ringdown.protocol.ProtocolException;
import dev.ringdown.protocol.bridge.Address;
import dev.ringdown.protocol.bridge.BridgeRequest;
import dev.ringdown.protocol.bridge.BridgeResponse;
import dev.ringdown.protocol.bridge.Contact;
import java.io.EOFException;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BridgeClientTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    private ServerSocket door;

    @BeforeEach
    void open() throws IOException {
        door = SeedPeer.door();
    }

    @AfterEach
    void close() throws IOException {
        door.close();
    }

    @Test
    void asksAsTheSeedsClientDoes() throws IOException {
        CompletableFuture<BridgeResponse> response = ask(LONG);
        try (SeedPeer server = SeedPeer.calledAt(door)) {
            assertThat(server.receive()).isEqualTo("INFO\r\nRequesting clients\r\n\r\n");
            server.send("INFOACK\r\nbob 127.0.0.1:5557\r\n\r\n");

            assertThat(response.join())
                    .isEqualTo(new BridgeResponse.InfoAck(List.of(new Contact("bob", new Address("127.0.0.1", 5557)))));
        }
    }

    @Test
    void takesAResponseThatComesByteByByteAndEndsWithTheConnection() throws IOException {
        CompletableFuture<BridgeResponse> response = ask(LONG);
        try (SeedPeer server = SeedPeer.calledAt(door)) {
            for (byte b : "ERROR\r\nreason: not today\r\n".getBytes(UTF_8)) {
                server.send(new byte[] {b});
            }
        }

        assertThat(response.join()).isEqualTo(new BridgeResponse.Refused("not today"));
    }

    @Test
    void takesALongList() throws IOException {
        CompletableFuture<BridgeResponse> response = ask(LONG);
        String name = "x".repeat(100);
        try (SeedPeer server = SeedPeer.calledAt(door)) {
            server.send("INFOACK\r\n" + (name + " 127.0.0.1:5557\r\n").repeat(5000) + "\r\n");

            assertThat(((BridgeResponse.InfoAck) response.join()).contacts()).hasSize(5000);
        }
    }

    @Test
    void doesNotSwallowAListWithoutEnd() throws IOException {
        CompletableFuture<BridgeResponse> response = ask(LONG);
        try (SeedPeer server = SeedPeer.calledAt(door)) {
            byte[] lines = "x 127.0.0.1:5557\r\n".repeat(1000).getBytes(UTF_8);
            assertThatExceptionOfType(IOException.class).isThrownBy(() -> {
                while (true) {
                    server.send(lines);
                }
            });
        }

        assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(response::join)
                .withCauseInstanceOf(ProtocolException.class);
    }

    @Test
    void givesUpOnAServerThatSaysNothing() throws IOException {
        CompletableFuture<BridgeResponse> response = ask(Duration.ofMillis(50));
        try (SeedPeer server = SeedPeer.calledAt(door)) {
            assertThatExceptionOfType(CompletionException.class)
                    .isThrownBy(response::join)
                    .withCauseInstanceOf(SocketTimeoutException.class);
            assertThat(server.port()).isPositive();
        }
    }

    @Test
    void tellsAServerThatHangsUpFromOneThatAnswers() throws IOException {
        CompletableFuture<BridgeResponse> response = ask(LONG);
        try (SeedPeer server = SeedPeer.calledAt(door)) {
            server.receive();
        }

        assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(response::join)
                .withCauseInstanceOf(EOFException.class);
    }

    private CompletableFuture<BridgeResponse> ask(Duration timeout) {
        BridgeClient client = new BridgeClient(new Address("127.0.0.1", door.getLocalPort()), timeout);
        return CompletableFuture.supplyAsync(() -> {
            try {
                return client.ask(new BridgeRequest.Info());
            } catch (IOException e) {
                throw new CompletionException(e);
            }
        });
    }
}
