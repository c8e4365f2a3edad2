package dev.ringdown.server.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What one thread leaves for the connections of another's event loop, and connections that change theirs. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class LoopCrossingTest {
    private static final int LOOPS = 3;
    private static final int VISITORS = 60;

    private final Map<String, PeerLink> hosts = new ConcurrentHashMap<>();
    /** Links as they get known to others: after their move, if they move. */
    private final Queue<Known> known = new ConcurrentLinkedQueue<>();

    private final Queue<Visitor> opened = new ConcurrentLinkedQueue<>();
    private final Queue<Visitor> ended = new ConcurrentLinkedQueue<>();

    private Listeners listeners = listeners();
    private InetSocketAddress address = new InetSocketAddress(0);

    /** Whether the test has stopped the server itself. */
    private boolean stopped;

    /** A link, and the thread of the event loop on which it was published. */
    private record Known(SessionLink link, Thread loop) {}

    private Listeners listeners() {
        Map<String, String> settings =
                Map.of("listen.loops", String.valueOf(LOOPS), "websocket.ping-interval", "500ms");
        return new Listeners(
                ConfigurationLoader.load(null, Map.of(), settings),
                new Doors(List.of(new Places())),
                MemoryBudget.unlimited());
    }

    @BeforeEach
    void listen() throws IOException {
        address = listeners.open("127.0.0.1", 0, Routes.builder().build());
    }

    @AfterEach
    void stop() {
        if (!stopped) {
            listeners.close(Duration.ofSeconds(5));
        }
    }

    /** The path says near whom a client wants to be; any text is answered. */
    private final class Places implements Dialect {
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
            return new Visitor(handshake.path(), link);
        }
    }

    private final class Visitor implements DialectSession {
        private final String place;
        private final SessionLink link;

        Visitor(String place, SessionLink link) {
            this.place = place;
            this.link = link;
        }

        @Override
        public void opened() {
            opened.add(this);
            link.publish(hosts.putIfAbsent(place, link), () -> {
                known.add(new Known(link, Thread.currentThread()));
                link.send("arrived".getBytes(UTF_8));
            });
        }

        @Override
        public void text(byte[] bytes, int offset, int length) {
            link.send(bytes, offset, length);
        }

        @Override
        public void refuse(ProtocolException error) {}

        @Override
        public void closed() {
            ended.add(this);
        }
    }

    private RawSocket visit(String place) throws IOException {
        RawSocket socket = RawSocket.connect(address);
        socket.upgrade("/" + place);
        assertThat(socket.readText()).isEqualTo("arrived");
        return socket;
    }

    private static void meet(CyclicBarrier barrier) {
        try {
            barrier.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new AssertionError("somebody waits in vain for what was left for an event loop", e);
        }
    }

    /** Three leave a task at the same moment, then all is quiet: if the last one wakes nobody, its task is never run. */
    @Test
    void whatIsLeftForAnEventLoopIsAlwaysHeard() throws Exception {
        int rounds = 1_000;
        int threads = 3;
        try (RawSocket socket = visit("alone")) {
            SessionLink link = known.remove().link();
            AtomicInteger heard = new AtomicInteger();
            List<String> missed = new CopyOnWriteArrayList<>();
            CyclicBarrier barrier = new CyclicBarrier(threads);
            List<Thread> posters = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                int delay = i;
                posters.add(Thread.ofPlatform().start(() -> {
                    for (int round = 1; round <= rounds && missed.isEmpty(); round++) {
                        meet(barrier);
                        for (int spin = delay * (round % 50); spin > 0; spin--) {
                            Thread.onSpinWait();
                        }
                        link.execute(heard::incrementAndGet);
                        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
                        while (heard.get() < round * threads) {
                            Thread.onSpinWait();
                            if (System.nanoTime() > deadline) {
                                missed.add("a task of round " + round);
                                break;
                            }
                        }
                    }
                }));
            }
            for (Thread poster : posters) {
                poster.join();
            }
            assertThat(missed).isEmpty();
            assertThat(heard.get()).isEqualTo(rounds * threads);
            socket.send("still here");
            assertThat(socket.readText()).isEqualTo("still here");
        }
    }

    /** As soon as a link is known, whoever uses it reaches the event loop on which it is known, and never the one it left. */
    @Test
    void whoLearnsOfALinkReachesTheEventLoopThatItMovedTo() throws Exception {
        AtomicInteger wrong = new AtomicInteger();
        AtomicInteger ran = new AtomicInteger();
        AtomicBoolean over = new AtomicBoolean();
        int clients = 100;
        Thread caller = Thread.ofPlatform().start(() -> {
            while (!over.get()) {
                Known next = known.poll();
                if (next == null) {
                    Thread.onSpinWait();
                    continue;
                }
                next.link().send("hello".getBytes(UTF_8));
                next.link().execute(() -> {
                    ran.incrementAndGet();
                    if (!Thread.currentThread().equals(next.loop())) {
                        wrong.incrementAndGet();
                    }
                });
            }
        });
        for (int i = 0; i < clients; i++) {
            try (RawSocket socket = RawSocket.connect(address)) {
                socket.upgrade("/" + i % 3);
                assertThat(socket.readText()).isEqualTo("arrived");
                assertThat(socket.readText()).isEqualTo("hello");
            }
        }
        await().untilAsserted(() -> assertThat(ran.get()).isEqualTo(clients));
        over.set(true);
        caller.join();
        assertThat(wrong.get()).isZero();
    }

    /** Each stays watched where it is now, and nowhere else: it is pinged, and closed once when the server stops. */
    @Test
    void whoMovedIsPingedAndToldOfTheEndLikeAnyOther() throws Exception {
        List<RawSocket> stay = new ArrayList<>();
        for (int i = 0; i < VISITORS; i++) {
            RawSocket socket = visit("place" + i % 7);
            if (i % 3 == 0) {
                socket.close();
            } else {
                stay.add(socket);
            }
        }
        for (RawSocket socket : stay) {
            assertThat(socket.read().opcode()).isEqualTo(Frame.PING);
        }
        stopped = true;
        Thread closing = Thread.startVirtualThread(() -> listeners.close(Duration.ofSeconds(20)));
        for (RawSocket socket : stay) {
            Frame frame = socket.read();
            while (frame.opcode() == Frame.PING) {
                frame = socket.read();
            }
            assertThat(frame.closeCode()).isEqualTo(1001);
            socket.readEnd();
            socket.close();
        }
        assertThat(closing.join(Duration.ofSeconds(15))).isTrue();
        assertThat(ended).hasSize(VISITORS).containsExactlyInAnyOrderElementsOf(opened);
    }

    /** Whoever is on its way while the server stops is closed where it arrives, or where it could not leave. */
    @Test
    void whoMovesWhileTheServerStopsIsClosedToo() throws Exception {
        for (int round = 0; round < 3; round++) {
            AtomicBoolean over = new AtomicBoolean();
            List<Thread> visitors = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                int number = i;
                visitors.add(Thread.startVirtualThread(() -> {
                    while (!over.get()) {
                        try (RawSocket socket = RawSocket.connect(address)) {
                            socket.upgrade("/place" + number % 3);
                            assertThat(socket.read().opcode()).isBetween(1, 9);
                        } catch (IOException | AssertionError stopped) {
                            // the server is about to stop, or has stopped
                        }
                    }
                }));
            }
            int before = opened.size();
            await().until(() -> opened.size() > before + 50);
            long begin = System.nanoTime();
            listeners.close(Duration.ofSeconds(20));
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(20));
            over.set(true);
            for (Thread visitor : visitors) {
                visitor.join();
            }
            // one that was closed before it was opened only ends
            assertThat(ended).doesNotHaveDuplicates().containsAll(opened);
            hosts.clear();
            known.clear();
            listeners = listeners();
            listen();
        }
    }
}
