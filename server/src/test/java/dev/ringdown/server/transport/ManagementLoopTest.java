package dev.ringdown.server.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringdown.server.config.ConfigurationLoader;
import dev.ringdown.server.core.MemoryBudget;
import dev.ringdown.server.http.Responses;
import dev.ringdown.server.http.Routes;
import dev.ringdown.server.support.RawSocket;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What operators ask for is none of the clients' business. */
final class ManagementLoopTest {
    private static final String GET = "GET /it HTTP/1.1\r\nHost: localhost\r\n\r\n";

    @ParameterizedTest
    @ValueSource(strings = {"epoll", "io_uring", "nio"})
    void anAnswerToAnOperatorKeepsNoClientWaiting(String transport) throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        Listeners listeners = listeners("listen.transport", transport);
        try {
            InetSocketAddress clients = listeners.open("127.0.0.1", 0, routes(() -> {}));
            InetSocketAddress operators = listeners.openManagement("127.0.0.1", 0, routes(() -> {
                asked.countDown();
                awaitUninterruptibly(end);
            }));
            try (RawSocket operator = RawSocket.connect(operators);
                    RawSocket client = RawSocket.connect(clients)) {
                operator.write(GET);
                asked.await();
                client.write(GET);
                assertThat(client.readResponse().status()).isEqualTo(200);
                end.countDown();
                assertThat(operator.readResponse().status()).isEqualTo(200);
            }
        } finally {
            end.countDown();
            listeners.close(Duration.ofSeconds(5));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void clientsThatTakeEveryPlaceLeaveTheOperatorsTheirs(int places) throws IOException {
        Listeners listeners =
                listeners("limits.max-connections", "1", "listen.management-connections", String.valueOf(places));
        try {
            InetSocketAddress clients = listeners.open("127.0.0.1", 0, routes(() -> {}));
            InetSocketAddress operators = listeners.openManagement("127.0.0.1", 0, routes(() -> {}));
            try (RawSocket first = RawSocket.connect(clients);
                    RawSocket second = RawSocket.connect(clients)) {
                first.write(GET);
                assertThat(first.readResponse().status()).isEqualTo(200);
                second.write(GET);
                assertThat(second.readResponse().status()).isEqualTo(503);
                RawSocket[] all = new RawSocket[places + 1];
                for (int i = 0; i < all.length; i++) {
                    all[i] = RawSocket.connect(operators);
                    all[i].write(GET);
                    assertThat(all[i].readResponse().status()).isEqualTo(i < places ? 200 : 503);
                }
                for (RawSocket operator : all) {
                    operator.close();
                }
            }
        } finally {
            listeners.close(Duration.ofSeconds(5));
        }
    }

    private static Listeners listeners(String... settings) {
        Map<String, String> all = settings.length == 2
                ? Map.of("listen.loops", "1", settings[0], settings[1])
                : Map.of("listen.loops", "1", settings[0], settings[1], settings[2], settings[3]);
        return new Listeners(
                ConfigurationLoader.load(null, Map.of(), all), new Doors(List.of()), MemoryBudget.unlimited());
    }

    private static Routes routes(Runnable work) {
        return Routes.builder()
                .get("/it", request -> {
                    work.run();
                    return Responses.text(HttpResponseStatus.OK, "done");
                })
                .build();
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
