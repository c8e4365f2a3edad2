package dev.ringdown.server.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ringdown.server.config.ConfigurationLoader;
import dev.ringdown.server.core.MemoryBudget;
import dev.ringdown.server.http.Responses;
import dev.ringdown.server.http.Routes;
import dev.ringdown.server.support.HttpAnswer;
import dev.ringdown.server.support.RawSocket;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTP as far as it is strict: sizes, lengths, what follows what (RFC 9112). */
final class RequestTest {
    private static final String GET = "GET /count HTTP/1.1\r\nHost: localhost\r\n";
    private static final String GOOD = GET + "\r\n";
    private static final AtomicInteger REQUESTS = new AtomicInteger();

    private static Listeners listeners;
    private static InetSocketAddress address;

    @BeforeAll
    static void listen() throws IOException {
        Map<String, String> settings = Map.of(
                "listen.loops", "1",
                "http.handshake-timeout", "1s",
                "http.max-body-bytes", "1000",
                "websocket.close-timeout", "1s");
        listeners = new Listeners(
                ConfigurationLoader.load(null, Map.of(), settings), new Doors(List.of()), MemoryBudget.unlimited());
        Routes routes = Routes.builder()
                .get("/count", request -> {
                    REQUESTS.incrementAndGet();
                    return Responses.text(HttpResponseStatus.OK, "counted");
                })
                .build();
        address = listeners.open("127.0.0.1", 0, routes);
    }

    @AfterAll
    static void stop() {
        listeners.close(Duration.ofSeconds(5));
    }

    @BeforeEach
    void reset() {
        REQUESTS.set(0);
    }

    @Test
    void answersPipelinedRequestsInOrderAndKeepsTheConnection() throws IOException {
        try (RawSocket socket = connect()) {
            socket.write(GOOD + GOOD.replace("/count", "/missing") + GOOD);
            assertThat(socket.readResponse().status()).isEqualTo(200);
            assertThat(socket.readResponse().status()).isEqualTo(404);
            assertThat(socket.readResponse().body()).isEqualTo("counted");
            socket.write(GOOD);
            assertThat(socket.readResponse().status()).isEqualTo(200);
        }
    }

    @Test
    void nothingIsExecutedBehindTheLastRequestOfAConnection() throws IOException {
        try (RawSocket socket = connect()) {
            socket.write(GET + "Connection: close\r\n\r\n" + GOOD + GOOD);
            assertThat(socket.readResponse().header("connection")).isEqualTo("close");
            socket.readEnd();
        }
        assertExecuted(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked, xchunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding:\u000bchunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\n4;a\nb\r\nabcd\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\nzz\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\n-1\r\n\r\n",
                "Content-Length: 4\r\nContent-Length: 5\r\n\r\nabcd",
                "Content-Length: 4, 5\r\n\r\nabcd",
                "Content-Length: -1\r\n\r\n",
                "Content-Length: +0\r\n\r\n",
                "Content-Length: 0x0\r\n\r\n",
                "No colon here\r\n\r\n",
                "Spaced : colon\r\n\r\n",
                "X: a\rb\r\n\r\n",
                "X: a\u0000b\r\n\r\n"
            })
    void whatCanBeReadInTwoWaysIsRefusedAndNothingBehindItExecuted(String headers) throws IOException {
        try (RawSocket socket = connect()) {
            socket.write(GET + headers + GOOD);
            assertThat(socket.readResponse().status()).isEqualTo(400);
            socket.readEnd();
        }
        assertExecuted(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0000", "\u0001\u0002", "\u001b", "\u007f", "\t", "\u0016\u0003\u0001\u0002\u0000\u0001"})
    void refusesControlBytesBeforeTheRequest(String junk) throws IOException {
        try (RawSocket socket = connect()) {
            socket.write(junk + GOOD);
            assertThat(socket.readResponse().status()).isEqualTo(400);
            socket.readEnd();
        }
        assertExecuted(0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /count HTTP/1.1\r\n\r\n",
                "GET /count HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
                "GET /count\r\nHost: localhost\r\n\r\n",
                "GET /count HTTP/1.1 \u0001\r\nHost: localhost\r\n\r\n",
                "GET  HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "hello\r\n\r\n"
            })
    void refusesRequestsWithoutTheirParts(String request) throws IOException {
        try (RawSocket socket = connect()) {
            socket.write(request);
            assertThat(socket.readResponse().status()).isEqualTo(400);
            socket.readEnd();
        }
        assertExecuted(0);
    }

    @Test
    void aRequestLineThatIsTooLongGets414() throws IOException {
        assertThat(answerTo("GET /" + "a".repeat(20_000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n"))
                .isEqualTo(414);
    }

    @Test
    void headersThatAreTooLongGet431() throws IOException {
        assertThat(answerTo(GET + "X-Long: " + "a".repeat(64 * 1024) + "\r\n\r\n"))
                .isEqualTo(431);
        assertThat(answerTo(GET + "X: a\r\n".repeat(10_000) + "\r\n")).isEqualTo(431);
    }

    @Test
    void aBodyThatIsTooLongGets413() throws IOException {
        assertThat(answerTo(GET + "Content-Length: 1001\r\n\r\n" + "a".repeat(1001)))
                .isEqualTo(413);
        assertThat(answerTo(GET + "Transfer-Encoding: chunked\r\n\r\n3e9\r\n" + "a".repeat(1001) + "\r\n0\r\n\r\n"))
                .isEqualTo(413);
        assertThat(answerTo(GET + "Content-Length: 3000000\r\n\r\n" + "a".repeat(3_000_000)))
                .isEqualTo(413);
    }

    /** The answer arrives although much of the request was never read: a reset would be an exception here. */
    private static int answerTo(String request) throws IOException {
        try (RawSocket socket = connect()) {
            socket.write(request);
            HttpAnswer answer = socket.readResponse();
            socket.readEnd();
            assertExecuted(0);
            return answer.status();
        }
    }

    @Test
    void aConnectionThatEndsIsGoneThoughTheClientKeepsItsHalfOpen() throws IOException {
        try (RawSocket socket = connect()) {
            socket.write(GET + "Connection: close\r\n\r\n");
            assertThat(socket.readResponse().status()).isEqualTo(200);
            socket.readEnd();
            await().until(socket::isRefused);
        }
    }

    @Test
    void halfARequestIsCutOffAtTheDeadlineHoweverBusilyItTrickles() throws IOException {
        try (RawSocket silent = connect();
                RawSocket trickling = connect()) {
            trickling.write(GET);
            await().until(() -> {
                try {
                    trickling.write("X: a\r\n");
                    return false;
                } catch (IOException refused) {
                    return true;
                }
            });
            silent.readEnd();
        }
        assertExecuted(0);
    }

    /** There is one loop: when it answers another connection, it is done with the one before. */
    private static void assertExecuted(int requests) throws IOException {
        try (RawSocket socket = connect()) {
            socket.write(GOOD.replace("/count", "/missing"));
            assertThat(socket.readResponse().status()).isEqualTo(404);
        }
        assertThat(REQUESTS).hasValue(requests);
    }

    private static RawSocket connect() throws IOException {
        return RawSocket.connect(address);
    }
}
