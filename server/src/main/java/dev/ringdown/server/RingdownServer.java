package dev.ringdown.server;

import dev.ringdown.server.config.Configuration;
import dev.ringdown.server.config.ListenSettings;
import dev.ringdown.server.config.WebSocketSettings;
import dev.ringdown.server.core.MemoryBudget;
import dev.ringdown.server.dialect.Dialect;
import dev.ringdown.server.dialect.MessageLimits;
import dev.ringdown.server.http.ClientSettings;
import dev.ringdown.server.http.Pages;
import dev.ringdown.server.http.Responses;
import dev.ringdown.server.http.Routes;
import dev.ringdown.server.http.Status;
import dev.ringdown.server.metrics.Figure;
import dev.ringdown.server.metrics.Metrics;
import dev.ringdown.server.module.ProtocolModule;
import dev.ringdown.server.module.ProtocolModule.LinesEndpoint;
import dev.ringdown.server.module.ProtocolModules;
import dev.ringdown.server.security.ManagementAccess;
import dev.ringdown.server.transport.Doors;
import dev.ringdown.server.transport.Listeners;
import dev.ringdown.server.transport.Watchdog;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.util.internal.PlatformDependent;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.StringJoiner;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running server: the composition root. Started and closed by one thread that is not an event loop; several may run in
 * one process.
 */
public final class RingdownServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RingdownServer.class);

    /** The version, as the build knows it. */
    public static final String VERSION = version();

    private final Configuration configuration;
    private final Status status = new Status(this::fault);
    private final Timer timer = new Timer();
    private final MemoryBudget memory;
    private final ProtocolModules modules;
    private final Watchdog watchdog;
    private final Listeners listeners;
    private final InetSocketAddress address;
    private final @Nullable InetSocketAddress managementAddress;
    /** Where lines are spoken over plain TCP; by the dialect's name. */
    private final Map<String, InetSocketAddress> linesAddresses;
    /** The ports that lead to one dialect alone, where older clients expect it; by the dialect's name. */
    private final Map<String, InetSocketAddress> ownAddresses;

    private RingdownServer(Configuration configuration, Consumer<String> beyondRepair) throws IOException {
        this.configuration = configuration;
        this.memory = memoryBudget(configuration);
        this.modules =
                ProtocolModules.open(new ProtocolModule.Parts(configuration, limits(configuration), memory, timer));
        ListenSettings listen = configuration.listen();
        this.watchdog = new Watchdog(listen.stuckTimeout(), beyondRepair);
        this.listeners = new Listeners(configuration, new Doors(modules.dialects()), memory, watchdog);
        try {
            this.linesAddresses = openLines();
            this.address = listeners.open(listen.host(), listen.port(), routes());
            this.managementAddress = listen.managementPort() < 0
                    ? null
                    : listeners.openManagement(listen.managementHost(), listen.managementPort(), managementRoutes());
            this.ownAddresses = openOwnPorts();
        } catch (IOException e) {
            close();
            throw e;
        }
        status.ready();
    }

    /**
     * Starts a server.
     *
     * @return once every address is bound
     * @throws IOException if an address cannot be bound; nothing is left behind
     */
    public static RingdownServer start(Configuration configuration) throws IOException {
        return start(configuration, why -> LOG.error("{}: this server is beyond repair", why));
    }

    /**
     * Starts a server; as {@link #start(Configuration)}.
     *
     * @param beyondRepair told once at most, in one sentence, why the server will never answer again as it should; on a thread
     *     of its own. The process had best end
     */
    public static RingdownServer start(Configuration configuration, Consumer<String> beyondRepair) throws IOException {
        return new RingdownServer(configuration, beyondRepair);
    }

    /** Somebody caught an {@link OutOfMemoryError}: if there are more of them, the server is beyond repair. Any thread. */
    public void outOfMemory() {
        watchdog.outOfMemory();
    }

    /** As configured, or by the heap and the direct memory that this process has. */
    private static MemoryBudget memoryBudget(Configuration configuration) {
        long memory = Math.min(Runtime.getRuntime().maxMemory(), PlatformDependent.maxDirectMemory());
        int set = configuration.limits().maxWaitingBytes();
        return new MemoryBudget(set == 0 ? memory / 4 : set);
    }

    private static MessageLimits limits(Configuration configuration) {
        WebSocketSettings websocket = configuration.websocket();
        return new MessageLimits(websocket.maxFrameBytes(), websocket.maxMessageBytes(), websocket.maxFragments());
    }

    private Map<String, InetSocketAddress> openLines() throws IOException {
        Map<String, InetSocketAddress> opened = new LinkedHashMap<>();
        for (ProtocolModule module : modules) {
            LinesEndpoint lines = module.lines();
            if (lines != null) {
                opened.put(lines.dialect().name(), listeners.openLines(lines.host(), lines.port(), lines.dialect()));
            }
        }
        return opened;
    }

    private Map<String, InetSocketAddress> openOwnPorts() throws IOException {
        ListenSettings listen = configuration.listen();
        Map<String, InetSocketAddress> opened = new LinkedHashMap<>();
        if (!listen.seedPorts()) {
            return opened;
        }
        for (ProtocolModule module : modules) {
            int port = module.ownPort();
            if (port >= 0) {
                Dialect dialect = module.dialects().getFirst();
                opened.put(dialect.name(), listeners.open(listen.host(), port, ownRoutes(module), dialect));
            }
        }
        return opened;
    }

    private Routes ownRoutes(ProtocolModule module) {
        Routes.Builder routes = Routes.builder();
        status.addTo(routes);
        module.addTo(routes);
        module.addToOwnPort(routes);
        if (module.hasPagesOnOwnPort()) {
            addPages(routes);
        }
        return routes.build();
    }

    private Routes routes() {
        Routes.Builder routes = Routes.builder();
        status.addTo(routes);
        addPages(routes);
        modules.forEach(module -> module.addTo(routes));
        return routes.build();
    }

    private @Nullable String fault() {
        return modules.fault();
    }

    private void addPages(Routes.Builder routes) {
        new ClientSettings(VERSION, configuration.iceServers(), openDoors()).addTo(routes);
        if (configuration.demo().enabled()) {
            Pages.addTo(routes);
        }
    }

    /** The doors as pages see them: two dialects of one name are one door, over WebSocket and over plain TCP. */
    private Collection<ClientSettings.Door> openDoors() {
        Map<String, ClientSettings.Door> doors = new LinkedHashMap<>();
        for (Dialect dialect : modules.dialects()) {
            String name = dialect.name();
            String page = configuration.demo().enabled() ? Pages.ofDoor(name) : null;
            InetSocketAddress tcp = dialect.path() == null ? linesAddresses.get(name) : null;
            doors.merge(name, new ClientSettings.Door(name, page, dialect.path(), tcp), ClientSettings.Door::and);
        }
        return doors.values();
    }

    private Routes managementRoutes() {
        ListenSettings listen = configuration.listen();
        ManagementAccess access = new ManagementAccess(listen.managementHost(), listen.managementHosts());
        Metrics metrics = listeners.metrics(
                Figure.counter(
                        "management_refused",
                        "requests to the management port whose Host or Origin is not known",
                        access::refused),
                Figure.gauge(
                        "waiting_bytes",
                        "bytes that wait to be sent, read, resumed or answered, see limits.max-waiting-bytes",
                        memory::reservedBytes));
        Routes.Builder routes = Routes.builder()
                .onlyIf(request -> access.admits(
                        request.headers().get(HttpHeaderNames.HOST),
                        request.headers().getAll(HttpHeaderNames.ORIGIN)));
        status.addTo(routes);
        modules.forEach(module -> module.addToManagement(routes));
        routes.get("/metrics", request -> Responses.of(HttpResponseStatus.OK, Metrics.CONTENT_TYPE, metrics.text()));
        return routes.build();
    }

    /** Every method and path that is answered, here and on the management port, as {@code GET /rooms/{id}}. */
    SortedSet<String> operations() {
        SortedSet<String> operations = new TreeSet<>(routes().all());
        operations.addAll(managementRoutes().all());
        return operations;
    }

    /** For tests that break them. */
    Listeners listeners() {
        return listeners;
    }

    /** The address of the doors and pages. */
    public InetSocketAddress address() {
        return address;
    }

    /** The address where a dialect is spoken in lines over plain TCP; null if it is not. */
    public @Nullable InetSocketAddress linesAddress(String dialect) {
        return linesAddresses.get(dialect);
    }

    /** The address for operators; null if it is switched off. */
    public @Nullable InetSocketAddress managementAddress() {
        return managementAddress;
    }

    /** The address that leads to one dialect alone; null if it has none. */
    public @Nullable InetSocketAddress ownAddress(String dialect) {
        return ownAddresses.get(dialect);
    }

    /** One line with everything that is bound, for the log. */
    public String summary() {
        StringJoiner summary = new StringJoiner(", ");
        String host = hostAndPort(address);
        summary.add("http://" + host + "/");
        modules.dialects().stream()
                .filter(dialect -> dialect.path() != null)
                .forEach(dialect -> summary.add(dialect.name() + " ws://" + host + dialect.path()));
        linesAddresses.forEach((dialect, bound) -> summary.add(dialect + " tcp://" + hostAndPort(bound)));
        ownAddresses.forEach((dialect, bound) -> summary.add(dialect + " ws://" + hostAndPort(bound) + "/"));
        if (managementAddress != null) {
            summary.add("management http://" + hostAndPort(managementAddress) + "/");
        }
        return summary + " (" + listeners.transport() + ")";
    }

    private static String hostAndPort(InetSocketAddress bound) {
        String host = bound.getAddress().isAnyLocalAddress()
                ? "localhost"
                : bound.getAddress().getHostAddress();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + bound.getPort();
    }

    /**
     * Stops: no longer ready, no new clients, a Close with 1001 to every client, then everything is given back. Takes at
     * most {@code shutdown.drain-timeout} and a little more.
     */
    @Override
    public void close() {
        status.stopping();
        // before the event loops, which its tasks call
        timer.end();
        listeners.close(configuration.shutdown().drainTimeout());
        modules.close();
    }

    private static String version() {
        String version = RingdownServer.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
