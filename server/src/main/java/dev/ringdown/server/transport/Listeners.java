package dev.ringdown.server.transport;

import dev.ringdown.protocol.CloseReason;
import dev.ringdown.server.config.Configuration;
import dev.ringdown.server.config.ListenSettings;
import dev.ringdown.server.config.WebSocketSettings;
import dev.ringdown.server.core.MemoryBudget;
import dev.ringdown.server.dialect.Dialect;
import dev.ringdown.server.http.Routes;
import dev.ringdown.server.metrics.Counters;
import dev.ringdown.server.metrics.Figure;
import dev.ringdown.server.metrics.Metrics;
import dev.ringdown.server.security.Admission;
import dev.ringdown.server.security.Origins;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannelRecvByteBufAllocator;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sockets that the server listens on, and its event loops. One thread opens and closes it; none of its methods may be
 * called from an event loop.
 */
public final class Listeners {
    private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);
    private static final Duration LOOPS_END_WITHIN = Duration.ofSeconds(2);
    private static final int MOST_ACCEPTED_AT_ONCE = 256;

    private final Configuration configuration;
    private final Doors doors;
    private final SocketIo io;
    private final EventLoopGroup group;
    private final Loops loops;
    private final Pipelines pipelines;
    /** The management port has an event loop of its own, so that whatever is asked there keeps no client waiting. */
    private final EventLoopGroup managementGroup;

    private final Loops managementLoops;
    private final Pipelines managementPipelines;
    private final Watchdog watchdog;
    private final List<Channel> listening = new ArrayList<>();

    /**
     * Starts the event loops; nothing is bound yet.
     *
     * @param doors the WebSocket doors of every listener
     * @param budget of all bytes that wait
     */
    public Listeners(Configuration configuration, Doors doors, MemoryBudget budget) {
        this(configuration, doors, budget, new Watchdog(Duration.ZERO, why -> LOG.error("{}", why)));
    }

    /**
     * As {@link #Listeners(Configuration, Doors, MemoryBudget)}.
     *
     * @param watchdog watches over the event loops and the sockets that are listened on; closed with them
     */
    public Listeners(Configuration configuration, Doors doors, MemoryBudget budget, Watchdog watchdog) {
        this.watchdog = watchdog;
        this.configuration = configuration;
        this.doors = doors;
        ListenSettings listen = configuration.listen();
        this.io = SocketIo.choose(listen.transport());
        this.group = io.group("loop", listen.loopCount());
        this.managementGroup = io.group("management", 1);
        Loop.SocketSource sockets = listen.detachSockets() ? SocketIo::socketOf : channel -> null;
        Loop.Shared shared = new Loop.Shared(sockets, listen.gatherRooms(), budget, watchdog::survived);
        this.loops = new Loops(group, doors.rows().size(), shared);
        this.managementLoops = new Loops(managementGroup, doors.rows().size(), shared);
        int forOperators = listen.managementConnections();
        int reserved = forOperators + 2 * RefusalHandler.MOST_WAITED_FOR;
        int forClients = Descriptors.connections(configuration.limits().maxConnections(), reserved);
        this.pipelines = pipelines(loops, new Admission(forClients, configuration.limits()));
        this.managementPipelines = pipelines(managementLoops, new Admission(forOperators));
        watchdog.watchOver(group);
        watchdog.watchOver(managementGroup);
        watchdog.start();
    }

    private Pipelines pipelines(Loops loops, Admission admission) {
        return new Pipelines(loops, limits(), configuration.http(), admission, watchdog);
    }

    /** The event loops of the clients. */
    EventLoopGroup eventLoops() {
        return group;
    }

    /** How bytes get in and out: {@code epoll}, {@code io_uring} or {@code nio}. */
    public String transport() {
        return io.label();
    }

    /**
     * What all loops count, a row for each of {@link Doors#rows}.
     *
     * @param others figures of the process as a whole
     */
    public Metrics metrics(Figure... others) {
        List<Counters> counters = new ArrayList<>(loops.counters());
        counters.addAll(managementLoops.counters());
        List<Figure> figures = new ArrayList<>(List.of(others));
        figures.add(Figure.counter(
                "connections_refused",
                "connections that were answered with 503 or 429, or closed where no answer is possible",
                () -> pipelines.refused() + managementPipelines.refused()));
        return new Metrics(doors.rows(), Loop.COLUMNS, counters, figures);
    }

    /**
     * Opens the doors and the pages on an address.
     *
     * @return the address that is bound, with the port that was free if 0 was asked for
     * @throws IOException if it cannot be bound, with a message that names the address
     */
    public InetSocketAddress open(String host, int port, Routes routes) throws IOException {
        return bind(group, host, port, pipelines.ofHttp(site(doors, routes)));
    }

    /** Opens an address where every path leads to one dialect, as its clients are used to; as {@link #open}. */
    public InetSocketAddress open(String host, int port, Routes routes, Dialect dialect) throws IOException {
        return bind(group, host, port, pipelines.ofHttp(site(doors.only(dialect), routes)));
    }

    /** Opens an address without doors, for operators; as {@link #open}. */
    public InetSocketAddress openManagement(String host, int port, Routes routes) throws IOException {
        return bind(managementGroup, host, port, managementPipelines.ofHttp(site(doors.none(), routes)));
    }

    /** Opens an address where a dialect of lines is spoken over plain TCP; as {@link #open}. */
    public InetSocketAddress openLines(String host, int port, Dialect dialect) throws IOException {
        return bind(group, host, port, pipelines.ofLines(doors.of(dialect)), true);
    }

    private HttpHandler.Site site(Doors reachable, Routes routes) {
        WebSocketSettings websocket = configuration.websocket();
        return new HttpHandler.Site(
                reachable,
                routes,
                new Origins(websocket.allowedOrigins(), websocket.allowMissingOrigin()),
                websocket.deflate(),
                configuration.http().keepAliveTimeout());
    }

    private InetSocketAddress bind(EventLoopGroup loops, String host, int port, ChannelInitializer<Channel> pipeline)
            throws IOException {
        return bind(loops, host, port, pipeline, false);
    }

    /** @param halfClosure whether a client that has ended its half of a connection can still be answered */
    private InetSocketAddress bind(
            EventLoopGroup loops, String host, int port, ChannelInitializer<Channel> pipeline, boolean halfClosure)
            throws IOException {
        ServerBootstrap listener = new ServerBootstrap();
        int socketBuffer = configuration.output().socketBufferBytes();
        if (socketBuffer > 0) {
            listener.childOption(ChannelOption.SO_SNDBUF, socketBuffer);
        }
        ChannelFuture bound = listener.group(loops)
                .channel(io.serverChannel())
                // accepting shares an event loop with clients, and must not fall behind them
                .option(
                        ChannelOption.RECVBUF_ALLOCATOR,
                        new ServerChannelRecvByteBufAllocator().maxMessagesPerRead(MOST_ACCEPTED_AT_ONCE))
                .option(ChannelOption.SO_BACKLOG, configuration.listen().backlog())
                .option(ChannelOption.SO_REUSEADDR, true)
                // TCP_NODELAY is set by Netty
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, halfClosure)
                .childHandler(pipeline)
                .bind(host, port)
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException(
                    "Cannot listen on %s:%d: %s"
                            .formatted(host, port, bound.cause().getMessage()),
                    bound.cause());
        }
        listening.add(bound.channel());
        watchdog.watchOver(bound.channel());
        return (InetSocketAddress) bound.channel().localAddress();
    }

    private ConnectionLimits limits() {
        WebSocketSettings websocket = configuration.websocket();
        return new ConnectionLimits(
                ConnectionLimits.ticksOrNever(websocket.pingInterval()),
                ConnectionLimits.ticksOrNever(websocket.idleTimeout()),
                ConnectionLimits.ticks(websocket.closeTimeout()),
                ConnectionLimits.ticksOrNever(configuration.output().stalledTimeout()),
                configuration.output().maxPendingBytes(),
                configuration.output().highWaterMark(),
                configuration.output().lowWaterMark(),
                websocket.deflateThresholdBytes(),
                websocket.maxControlsPerSecond(),
                websocket.maxErrorsPerSecond(),
                websocket.maxMessagesPerSecond());
    }

    /**
     * Stops: closes the listeners, sends every client a Close with 1001, waits for them to go, cuts off who is left, and
     * ends the event loops.
     *
     * @param drain how long to wait for the clients
     */
    public void close(Duration drain) {
        watchdog.close();
        listening.forEach(channel -> channel.close().awaitUninterruptibly());
        loops.closeAll(CloseReason.SHUTDOWN, drain);
        managementLoops.closeAll(CloseReason.SHUTDOWN, Duration.ZERO);
        List<Future<?>> ended = Stream.of(group, managementGroup)
                .<Future<?>>map(
                        loops -> loops.shutdownGracefully(0, LOOPS_END_WITHIN.toMillis(), TimeUnit.MILLISECONDS))
                .toList();
        ended.forEach(Future::awaitUninterruptibly);
    }
}
