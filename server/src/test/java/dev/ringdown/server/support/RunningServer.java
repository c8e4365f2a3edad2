package dev.ringdown.server.support;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringdown.server.RingdownServer;
import dev.ringdown.server.config.Configuration;
import dev.ringdown.server.config.ConfigurationLoader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A server in this process, on free ports of the loopback, with the echo door open and the bridge shut. As a static
 * field with {@code @RegisterExtension} it lives as long as its test class; with {@link #start} as long as a try block.
 */
public final class RunningServer implements BeforeAllCallback, AfterAllCallback, AutoCloseable {
    private static final Map<String, String> SETTINGS = Map.ofEntries(
            Map.entry("listen.host", "127.0.0.1"),
            // more than one, so that what crosses from loop to loop is tested too
            Map.entry("listen.loops", "2"),
            Map.entry("listen.port", "0"),
            Map.entry("listen.management-port", "0"),
            Map.entry("listen.bridge-port", "-1"),
            Map.entry("rooms.seed-port", "-1"),
            Map.entry("flyx.seed-port", "-1"),
            Map.entry("cheery.seed-port", "-1"),
            Map.entry("vyoma.seed-port", "-1"),
            Map.entry("echo.enabled", "true"),
            Map.entry("shutdown.drain-timeout", "5s"));

    private final Map<String, String> settings;
    private @Nullable RingdownServer server;
    private Set<Thread> loops = Set.of();

    private RunningServer(Map<String, String> settings) {
        this.settings = settings;
    }

    /**
     * A server that is not started yet.
     *
     * @param keysAndValues settings that differ: a dotted key, its value, and so on
     */
    public static RunningServer with(String... keysAndValues) {
        Map<String, String> settings = new HashMap<>(SETTINGS);
        for (int i = 0; i < keysAndValues.length; i += 2) {
            settings.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return new RunningServer(settings);
    }

    /** Starts a server; as {@link #with}. */
    public static RunningServer start(String... keysAndValues) throws IOException {
        RunningServer server = with(keysAndValues);
        server.start();
        return server;
    }

    /** Starts a server with the port of one dialect's seed, which is any free one; the ports of the others stay shut. */
    public static RunningServer startWithSeedPort(String dialect) throws IOException {
        return start("listen.seed-ports", "true", dialect + ".seed-port", "0");
    }

    private void start() throws IOException {
        Configuration configuration = ConfigurationLoader.load(null, Map.of(), settings);
        Set<Thread> before = loopThreads();
        server = RingdownServer.start(configuration);
        loops = loopThreads();
        loops.removeAll(before);
    }

    private static Set<Thread> loopThreads() {
        Set<Thread> threads = new HashSet<>(Thread.getAllStackTraces().keySet());
        threads.removeIf(thread -> !thread.getName().startsWith("loop-"));
        return threads;
    }

    /** The threads of its event loops. */
    public Set<Thread> loops() {
        return Set.copyOf(loops);
    }

    /** How many event loops it has, by the threads that run. */
    public int loopCount() {
        return loops.size();
    }

    /** The server itself. */
    public RingdownServer server() {
        if (server == null) {
            throw new IllegalStateException("not started");
        }
        return server;
    }

    /** Where its doors and pages are. */
    public InetSocketAddress address() {
        return onLoopback(server().address());
    }

    /** Where its figures are. */
    public InetSocketAddress managementAddress() {
        InetSocketAddress address = server().managementAddress();
        if (address == null) {
            throw new IllegalStateException("switched off");
        }
        return onLoopback(address);
    }

    private static InetSocketAddress onLoopback(InetSocketAddress bound) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), bound.getPort());
    }

    /** A connection over which nothing was said yet. */
    public RawSocket connect() throws IOException {
        return RawSocket.connect(address());
    }

    /** A WebSocket at a path; the handshake is done. */
    public RawSocket open(String path, String... headers) throws IOException {
        RawSocket socket = connect();
        socket.upgrade(path, headers);
        return socket;
    }

    /** A WebSocket that echoes; the handshake is done. */
    public RawSocket echo(String... headers) throws IOException {
        return open("/echo", headers);
    }

    /**
     * A figure as an operator reads it.
     *
     * @param series the metric with its labels, as {@code ringdown_closes_total{dialect="echo",reason="normal"}}, or
     *     without any for the sum of all
     * @return 0 if there is no such series
     */
    public long metric(String series) throws IOException {
        try (RawSocket socket = RawSocket.connect(managementAddress())) {
            socket.write("GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            HttpAnswer answer = socket.readResponse();
            assertThat(answer.status()).isEqualTo(200);
            return answer.body()
                    .lines()
                    .filter(line -> line.startsWith(series) && " {".indexOf(line.charAt(series.length())) >= 0)
                    .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        }
    }

    /** Waits until every connection with a session has ended, and its room, name or partner was told. */
    public void awaitEmpty() {
        Awaitility.await()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(2))
                .untilAsserted(() -> assertThat(metric("ringdown_connections_closed_total"))
                        .isEqualTo(metric("ringdown_connections_opened_total")));
    }

    @Override
    public void close() {
        if (server != null) {
            server.close();
            server = null;
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        start();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        close();
    }
}
