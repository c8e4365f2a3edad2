package dev.ringdown.server.transport;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ringdown.protocol.ProtocolError;
import dev.ringdown.protocol.ProtocolException;
import dev.ringdown.server.config.ConfigurationLoader;
import dev.ringdown.server.core.MemoryBudget;
import dev.ringdown.server.core.PeerLink;
import dev.ringdown.server.core.SessionLink;
import dev.ringdown.server.dialect.Dialect;
import dev.ringdown.server.dialect.DialectSession;
import dev.ringdown.server.dialect.Handshake;
import dev.ringdown.server.dialect.MessageLimits;
import dev.ringdown.server.http.Routes;
import dev.ringdown.server.support.Frame;
import dev.ringdown.server.support.RawSocket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Connections that move to the event loop of another, as the dialects with rooms ask for it. */
final class GatheringTest {
    /** More than the machine may have cores; connections are dealt to them in turn. */
    private static final int LOOPS = 3;

    private static final int PLACES = 16;

    /** Who was first at a place. */
    private static final Map<String, PeerLink> HOSTS = new ConcurrentHashMap<>();

    private static final String FLOOD = "f".repeat(60_000);
    /** More than the kernel takes at once. */
    private static final int FLOODS = 200;

    private static Listeners listeners;
    private static InetSocketAddress address;

    @BeforeAll
    static void listen() throws IOException {
        Map<String, String> settings = Map.of(
                "listen.loops", String.valueOf(LOOPS),
                "limits.max-connections-per-address", "0",
                "output.max-pending-bytes", "64MiB");
        listeners = new Listeners(
                ConfigurationLoader.load(null, Map.of(), settings),
                new Doors(List.of(new Places())),
                MemoryBudget.unlimited());
        address = listeners.open("127.0.0.1", 0, Routes.builder().build());
    }

    @AfterAll
    static void stop() {
        listeners.close(Duration.ofSeconds(5));
    }

    /** Says on which thread things happen, and goes where it is told: at the handshake, if the path says so, or by a message. */
    private static final class Places implements Dialect {
        @Override
        public String name() {
            return "places";
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
            return new Visitor(handshake.path().substring(1), link);
        }
    }

    private record Visitor(String destination, SessionLink link) implements DialectSession {
        @Override
        public void opened() {
            if (!destination.isEmpty()) {
                go(destination, () -> say("arrived"));
            }
        }

        private void go(String place, Runnable then) {
            PeerLink host = HOSTS.putIfAbsent(place, link);
            link.publish(host == null ? link : host, then);
        }

        @Override
        public void text(byte[] bytes, int offset, int length) {
            String text = new String(bytes, offset, length, UTF_8);
            String[] words = text.split(" ", -1);
            switch (words[0]) {
                case "go" -> go(words[1], () -> say("arrived"));
                case "refuse" ->
                    go(words[1], () -> {
                        throw new ProtocolException(ProtocolError.ROOM_FULL, "as the test wants it");
                    });
                case "flood" -> {
                    for (int i = 0; i < FLOODS; i++) {
                        link.send(FLOOD.getBytes(UTF_8));
                    }
                    go(words[1], () -> say("arrived"));
                }
                default -> say(text);
            }
        }

        private void say(String text) {
            link.send((text + " " + Thread.currentThread().getName()).getBytes(UTF_8));
        }

        @Override
        public void refuse(ProtocolException error) {
            say("refused");
        }

        @Override
        public void closed() {}
    }

    private static RawSocket connect(String path) throws IOException {
        RawSocket socket = RawSocket.connect(address);
        socket.upgrade(path);
        return socket;
    }

    private static String[] words(RawSocket socket) throws IOException {
        return socket.read().text().split(" ", -1);
    }

    @Test
    void whoComesGoesOnAtTheLoopOfWhoIsThere() throws IOException {
        Set<String> all = new HashSet<>();
        int moved = 0;
        for (int place = 0; place < PLACES; place++) {
            Set<String> loops = new HashSet<>();
            for (int visitor = 0; visitor < 4; visitor++) {
                try (RawSocket socket = connect("/")) {
                    socket.send(Frame.text("hello"), Frame.text("go common" + place), Frame.text("here"));
                    String accepted = words(socket)[1];
                    String[] arrived = words(socket);
                    assertThat(arrived[0]).isEqualTo("arrived");
                    assertThat(words(socket)).containsExactly("here", arrived[1]);
                    loops.add(arrived[1]);
                    moved += accepted.equals(arrived[1]) ? 0 : 1;
                }
            }
            assertThat(loops).hasSize(1);
            all.addAll(loops);
        }
        assertThat(all).hasSize(LOOPS);
        assertThat(moved).isPositive();
    }

    /** Others may have its link: what they send goes to the event loop that they know. */
    @Test
    void whoIsKnownStaysWhereItIs() throws IOException {
        try (RawSocket first = connect("/host0");
                RawSocket second = connect("/host1");
                RawSocket third = connect("/host2");
                RawSocket known = connect("/")) {
            Set<String> hosts = Set.of(words(first)[1], words(second)[1], words(third)[1]);
            assertThat(hosts).hasSize(LOOPS);
            known.send("go known");
            String home = words(known)[1];
            for (int host = 0; host < LOOPS; host++) {
                known.send("go host" + host);
                assertThat(words(known)).containsExactly("arrived", home);
            }
        }
    }

    @Test
    void whatFollowsInTheSameSegmentIsReadBehindTheMoveAndInOrder() throws IOException {
        byte[] half = Frame.text("half").bytes();
        for (int place = 0; place < PLACES; place++) {
            try (RawSocket socket = connect("/")) {
                socket.send(Frame.text("before"), Frame.text("go place"), Frame.text("first"), Frame.text("second"));
                socket.write(half[0]);
                assertThat(words(socket)[0]).isEqualTo("before");
                String[] arrived = words(socket);
                assertThat(arrived[0]).isEqualTo("arrived");
                assertThat(words(socket)).containsExactly("first", arrived[1]);
                assertThat(words(socket)).containsExactly("second", arrived[1]);
                socket.write(Arrays.copyOfRange(half, 1, half.length));
                assertThat(words(socket)).containsExactly("half", arrived[1]);
            }
        }
    }

    @Test
    void whatFollowsTheHandshakeIsReadBehindAMoveThatTheHandshakeCauses() throws IOException {
        for (int place = 0; place < PLACES; place++) {
            try (RawSocket socket = RawSocket.connect(address)) {
                socket.write(RawSocket.upgradeRequest("/place")
                        + new String(Frame.text("first").bytes(), ISO_8859_1));
                assertThat(socket.readResponse().status()).isEqualTo(101);
                String[] arrived = words(socket);
                assertThat(arrived[0]).isEqualTo("arrived");
                assertThat(words(socket)).containsExactly("first", arrived[1]);
                socket.send("second");
                assertThat(words(socket)).containsExactly("second", arrived[1]);
            }
        }
    }

    @Test
    void whatIsRefusedAfterAMoveIsAnsweredAsWithout() throws IOException {
        for (int place = 0; place < PLACES; place++) {
            try (RawSocket socket = connect("/")) {
                socket.send(Frame.text("refuse place"), Frame.text("first"));
                assertThat(words(socket)[0]).isEqualTo("refused");
                assertThat(words(socket)[0]).isEqualTo("first");
            }
        }
    }

    @Test
    void whatAClientHasNotTakenYetIsNotOvertaken() throws IOException {
        for (int place = 0; place < LOOPS; place++) {
            try (RawSocket socket = RawSocket.connect(address, 4096)) {
                socket.upgrade("/");
                socket.send(Frame.text("flood place"), Frame.text("behind"));
                for (int i = 0; i < FLOODS; i++) {
                    assertThat(socket.read().text()).isEqualTo(FLOOD);
                }
                assertThat(words(socket)[0]).isEqualTo("arrived");
                assertThat(words(socket)[0]).isEqualTo("behind");
            }
        }
    }

    @Test
    void whoGoesWhileItIsMovedIsMissedByNobody() throws IOException {
        for (int i = 0; i < 10 * PLACES; i++) {
            try (RawSocket socket = connect("/")) {
                socket.send("go place");
            }
        }
        await().untilAsserted(() -> {
            String metrics = new String(listeners.metrics().text(), UTF_8);
            assertThat(value(metrics, "ringdown_connections_closed_total"))
                    .isEqualTo(value(metrics, "ringdown_connections_opened_total"))
                    .isGreaterThanOrEqualTo(10 * PLACES);
        });
    }

    private static long value(String metrics, String name) {
        return metrics.lines()
                .filter(line -> line.startsWith(name + "{") && line.contains("\"places\""))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }
}
