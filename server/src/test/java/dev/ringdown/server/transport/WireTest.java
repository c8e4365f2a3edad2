package dev.ringdown.server.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.ringdown.protocol.ProtocolException;
import dev.ringdown.server.config.ConfigurationLoader;
import dev.ringdown.server.core.MemoryBudget;
import dev.ringdown.server.core.SessionLink;
import dev.ringdown.server.core.SharedMessage;
import dev.ringdown.server.dialect.Dialect;
import dev.ringdown.server.dialect.DialectSession;
import dev.ringdown.server.dialect.Handshake;
import dev.ringdown.server.dialect.MessageLimits;
import dev.ringdown.server.http.Routes;
import dev.ringdown.server.support.RawSocket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Output that the kernel does not take at once, on every kind of socket. */
final class WireTest {
    private static final int SMALL_BUFFER = 4096;
    private static final int MESSAGES = 30;
    private static final String LARGE = "l".repeat(100_000);

    /** Says much more than a client takes at once, for itself and for others in turns. */
    private record Talker(SessionLink link, Queue<SharedMessage> shared) implements DialectSession {
        @Override
        public void text(byte[] bytes, int offset, int length) {
            for (int i = 0; i < MESSAGES; i++) {
                link.send(("small " + i).getBytes(UTF_8));
                SharedMessage large = new SharedMessage((i + LARGE).getBytes(UTF_8));
                shared.add(large);
                link.send(large);
                large.release();
            }
        }

        @Override
        public void refuse(ProtocolException error) {}

        @Override
        public void closed() {}
    }

    private record Talk(Queue<SharedMessage> shared) implements Dialect {
        @Override
        public String name() {
            return "talk";
        }

        @Override
        public String path() {
            return "/";
        }

        @Override
        public MessageLimits limits() {
            return new MessageLimits(65_536, 65_536, 16);
        }

        @Override
        public DialectSession open(Handshake handshake, SessionLink link) {
            return new Talker(link, shared);
        }
    }

    private static Listeners listeners(SocketIo io, Queue<SharedMessage> shared) {
        assumeThat(io.unavailable()).isNull();
        Map<String, String> settings =
                Map.of("listen.loops", "1", "listen.transport", io.label(), "output.max-pending-bytes", "64MiB");
        return new Listeners(
                ConfigurationLoader.load(null, Map.of(), settings),
                new Doors(List.of(new Talk(shared))),
                MemoryBudget.unlimited());
    }

    private static RawSocket connect(Listeners listeners) throws IOException {
        InetSocketAddress address =
                listeners.open("127.0.0.1", 0, Routes.builder().build());
        RawSocket socket = RawSocket.connect(address, SMALL_BUFFER);
        socket.upgrade("/");
        return socket;
    }

    @ParameterizedTest
    @EnumSource(SocketIo.class)
    void whatASlowReaderGetsIsWholeAndInOrder(SocketIo io) throws IOException {
        Queue<SharedMessage> shared = new ConcurrentLinkedQueue<>();
        Listeners listeners = listeners(io, shared);
        try (RawSocket slow = connect(listeners)) {
            slow.send("talk");
            await().until(() -> shared.size() == MESSAGES);
            for (int i = 0; i < MESSAGES; i++) {
                assertThat(slow.read().text()).isEqualTo("small " + i);
                assertThat(slow.read().text()).isEqualTo(i + LARGE);
            }
            await().until(() -> shared.stream().allMatch(message -> message.outstanding() == 0));
        } finally {
            listeners.close(Duration.ofSeconds(5));
        }
    }

    @ParameterizedTest
    @EnumSource(SocketIo.class)
    void whatIsLeftOfAClientThatGoesIsGivenBack(SocketIo io) throws IOException {
        Queue<SharedMessage> shared = new ConcurrentLinkedQueue<>();
        Listeners listeners = listeners(io, shared);
        try {
            try (RawSocket slow = connect(listeners)) {
                slow.send("talk");
                await().until(() -> shared.size() == MESSAGES);
            }
            await().until(() -> shared.stream().allMatch(message -> message.outstanding() == 0));
        } finally {
            listeners.close(Duration.ofSeconds(5));
        }
    }
}
