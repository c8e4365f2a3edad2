package dev.ringdown.server.transport;

import dev.ringdown.protocol.CloseReason;
import dev.ringdown.server.config.Configuration;
import dev.ringdown.server.config.LimitSettings;
import dev.ringdown.server.config.ListenSettings;
import dev.ringdown.server.config.WebSocketSettings;
import dev.ringdown.server.core.MemoryBudget;
import dev.ringdown.server.dialect.Dialect;
import dev.ringdown.server.http.Routes;
import dev.ringdown.server.metrics.Metrics;
import dev.ringdown.server.security.Admission;
import dev.ringdown.server.security.Origins;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The sockets that the server listens on, and its event loops. One thread opens and closes it; none of its methods may be
 * called from an event loop.
 */
public final class Listeners {
    private static final Duration LOOPS_END_WITHIN = Duration.ofSeconds(2);

    private final Configuration configuration;
    private final Doors doors;
    private final SocketIo io;
    private final EventLoopGroup group;
    private final Loops loops;
    private final Pipelines pipelines;
    private final List<Channel> listening = new ArrayList<>();

    /**
     * Starts the event loops; nothing is bound yet.
     *
     * @param doors the WebSocket doors of every listener
     * @param budget of all bytes that wait
     */
    public Listeners(Configuration configuration, Doors doors, MemoryBudget budget) {
        this.configuration = configuration;
        this.doors = doors;
        this.io = SocketIo.choose(configuration.listen().transport());
        this.group = io.group(configuration.listen().loopCount());
        ListenSettings listen = configuration.listen();
        Loop.SocketSource sockets = listen.detachSockets() ? SocketIo::socketOf : channel -> null;
        Loop.Shared shared = new Loop.Shared(sockets, listen.gatherRooms(), budget, error -> {});
        this.loops = new Loops(group, doors.rows().size(), shared);
        LimitSettings limits = configuration.limits();
        this.pipelines = new Pipelines(
                loops,
                limits(),
                configuration.http(),
                new Admission(limits.maxConnections(), limits.maxConnectionsPerAddress()));
    }

    /** How bytes get in and out: {@code epoll}, {@code io_uring} or {@code nio}. */
    public String transport() {
        return io.label();
    }

    /** What all loops count, a row for each of {@link Doors#rows}. */
    public Metrics metrics() {
        return new Metrics(doors.rows(), Loop.COLUMNS, loops.counters());
    }

    /**
     * Opens the doors and the pages on an address.
     *
     * @return the address that is bound, with the port that was free if 0 was asked for
     * @throws IOException if it cannot be bound, with a message that names the address
     */
    public InetSocketAddress open(String host, int port, Routes routes) throws IOException {
        return bind(host, port, pipelines.ofHttp(site(doors, routes)));
    }

    /** Opens an address where every path leads to one dialect, as its clients are used to; as {@link #open}. */
    public InetSocketAddress open(String host, int port, Routes routes, Dialect dialect) throws IOException {
        return bind(host, port, pipelines.ofHttp(site(doors.only(dialect), routes)));
    }

    /** Opens an address without doors, for operators; as {@link #open}. */
    public InetSocketAddress openManagement(String host, int port, Routes routes) throws IOException {
        return bind(host, port, pipelines.ofHttp(site(doors.none(), routes)));
    }

    /** Opens an address where a dialect of lines is spoken over plain TCP; as {@link #open}. */
    public InetSocketAddress openLines(String host, int port, Dialect dialect) throws IOException {
        return bind(host, port, pipelines.ofLines(doors.of(dialect)));
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

    private InetSocketAddress bind(String host, int port, ChannelInitializer<Channel> pipeline) throws IOException {
        WriteBufferWaterMark waterMark = new WriteBufferWaterMark(
                configuration.output().lowWaterMark(), configuration.output().highWaterMark());
        ChannelFuture bound = new ServerBootstrap()
                .group(group)
                .channel(io.serverChannel())
                .option(ChannelOption.SO_BACKLOG, configuration.listen().backlog())
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, waterMark)
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
        listening.forEach(channel -> channel.close().awaitUninterruptibly());
        loops.closeAll(CloseReason.SHUTDOWN, drain);
        group.shutdownGracefully(0, LOOPS_END_WITHIN.toMillis(), TimeUnit.MILLISECONDS)
                .awaitUninterruptibly();
    }
}
