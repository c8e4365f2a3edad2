package dev.ringdown.server.transport;

import dev.ringdown.protocol.CloseReason;
import dev.ringdown.server.config.CheerySettings;
import dev.ringdown.server.config.FlyxSettings;
import dev.ringdown.server.config.HttpSettings;
import dev.ringdown.server.config.RoomsSettings;
import dev.ringdown.server.config.VyomaSettings;
import dev.ringdown.server.core.AddressQuota;
import dev.ringdown.server.core.AddressRateLimiter;
import dev.ringdown.server.core.HostedRooms;
import dev.ringdown.server.core.MemoryBudget;
import dev.ringdown.server.core.RoomOptions;
import dev.ringdown.server.dialect.MessageLimits;
import dev.ringdown.server.dialect.cheery.CheeryDialect;
import dev.ringdown.server.dialect.flyx.FlyxDialect;
import dev.ringdown.server.dialect.rooms.RoomsDialect;
import dev.ringdown.server.dialect.vyoma.VyomaDialect;
import dev.ringdown.server.http.Responses;
import dev.ringdown.server.http.Routes;
import dev.ringdown.server.security.Admission;
import dev.ringdown.server.security.Origins;
import dev.ringdown.server.simulation.Actor;
import dev.ringdown.server.simulation.Findings;
import dev.ringdown.server.simulation.VirtualTimer;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The server as the composition root assembles it, on simulated event loops, sockets, timer and disk. */
final class SimulatedServer {
    static final int LOOPS = 3;

    private static final int HIGH_WATER_MARK = 4096;
    private static final int LOW_WATER_MARK = 2048;
    private static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(LOW_WATER_MARK, HIGH_WATER_MARK);
    private static final MessageLimits MESSAGES = new MessageLimits(64 * 1024, 64 * 1024, 100);
    private static final ConnectionLimits LIMITS = new ConnectionLimits(
            ConnectionLimits.ticks(Duration.ofSeconds(20)),
            ConnectionLimits.ticks(Duration.ofSeconds(50)),
            ConnectionLimits.ticks(Duration.ofSeconds(5)),
            ConnectionLimits.ticks(Duration.ofSeconds(10)),
            1 << 20,
            HIGH_WATER_MARK,
            LOW_WATER_MARK,
            1024,
            0,
            0,
            0);
    private static final RoomOptions FOR_EVER = new RoomOptions(100, Duration.ZERO, Duration.ZERO, false, "{}");
    private static final AddressRateLimiter UNLIMITED = new AddressRateLimiter(0, true);
    private static final RoomOptions KEPT = new RoomOptions(100, Duration.ZERO, Duration.ZERO, true, "{}");

    private final long memoryBefore = memory();
    private final SimulatedDescriptors descriptors = new SimulatedDescriptors();
    private final List<SimulatedLoop> loops = new ArrayList<>();
    private final List<Loop> contexts = new ArrayList<>();
    private final VirtualTimer timer = new VirtualTimer("timer");
    private final SimulatedDisk disk = new SimulatedDisk();
    private final Admission admission = new Admission(1000);
    private final MemoryBudget budget = new MemoryBudget(1L << 30);
    /** What is kept for absent clients; a server that stops does not wait for them. */
    private final MemoryBudget kept = new MemoryBudget(1L << 30);

    private final SimulatedSessions sessions = new SimulatedSessions();
    private final ChannelInitializer<Channel> pipeline;
    private final String flyxRoom;

    /**
     * @param migrate whether connections migrate to the loop of their room's first member
     * @param detach whether sockets leave their channels when they are upgraded
     */
    SimulatedServer(boolean migrate, boolean detach) {
        for (int i = 0; i < LOOPS; i++) {
            loops.add(new SimulatedLoop(i, descriptors));
        }
        HostedRooms rooms = new HostedRooms(1000, new AddressQuota(0, true), disk);
        flyxRoom = rooms.make(FOR_EVER).toCompletableFuture().join().id();
        Doors doors = new Doors(List.of(
                sessions.watch(new RoomsDialect(RoomsSettings.DEFAULTS, MESSAGES)),
                sessions.watch(new FlyxDialect(
                        FlyxSettings.DEFAULTS, MESSAGES, rooms, UNLIMITED, new AddressQuota(0, true), kept, timer)),
                sessions.watch(new CheeryDialect(CheerySettings.DEFAULTS, MESSAGES, timer)),
                sessions.watch(new VyomaDialect(VyomaSettings.DEFAULTS, MESSAGES))));
        Routes routes = Routes.builder()
                .get("/healthz", request -> Responses.text(HttpResponseStatus.OK, "ok\n"))
                .on(
                        HttpMethod.POST,
                        "/rooms",
                        call -> rooms.make(KEPT)
                                .thenApply(room -> Responses.text(HttpResponseStatus.CREATED, room.id())))
                .build();
        Loop.SocketSource sockets = channel -> detach ? ((SimulatedChannel) channel).socket() : null;
        Loop.Shared shared =
                new Loop.Shared(sockets, migrate, budget, error -> Findings.report("an Error was survived: " + error));
        Loops all = new Loops(group(), doors.rows().size(), shared);
        loops.forEach(loop -> contexts.add(all.of(loop.eventLoop())));
        HttpHandler.Site site = new HttpHandler.Site(
                doors, routes, new Origins(List.of(), true), false, HttpSettings.DEFAULTS.keepAliveTimeout());
        pipeline = new Pipelines(
                        all,
                        LIMITS,
                        HttpSettings.DEFAULTS,
                        admission,
                        new Watchdog(Duration.ZERO, why -> Findings.report(why)))
                .ofHttp(site);
    }

    private EventLoopGroup group() {
        List<EventExecutor> executors = new ArrayList<>();
        loops.forEach(loop -> executors.add(loop.eventLoop()));
        return (EventLoopGroup) Proxy.newProxyInstance(
                SimulatedServer.class.getClassLoader(), new Class<?>[] {EventLoopGroup.class}, (proxy, method, any) -> {
                    if (method.getName().equals("iterator")) {
                        return executors.iterator();
                    }
                    throw new UnsupportedOperationException(method.getName());
                });
    }

    private static long memory() {
        return UnpooledByteBufAllocator.DEFAULT.metric().usedDirectMemory()
                + UnpooledByteBufAllocator.DEFAULT.metric().usedHeapMemory();
    }

    /** The room of the flyx dialect that is there from the start. */
    String flyxRoom() {
        return flyxRoom;
    }

    /** Whether something is kept for a client that may come back. */
    boolean keepsForAbsent() {
        return kept.reservedBytes() != 0;
    }

    List<SimulatedLoop> loops() {
        return loops;
    }

    /** What the transport keeps for an event loop. */
    Loop context(int loop) {
        return contexts.get(loop);
    }

    VirtualTimer timer() {
        return timer;
    }

    SimulatedDisk disk() {
        return disk;
    }

    /** A client connects, and the listener gives its connection to an event loop. */
    @SuppressWarnings("deprecation") // the event loop's own way to register a channel is the acceptor's too
    SimulatedSocket accept(int loop, String name, int client) {
        SimulatedSocket socket = new SimulatedSocket(descriptors, name);
        SimulatedChannel channel = new SimulatedChannel(socket, addressOf(client), WATER_MARK);
        channel.pipeline().addLast(pipeline);
        loops.get(loop).eventLoop().register(channel);
        return socket;
    }

    private static InetSocketAddress addressOf(int client) {
        try {
            return new InetSocketAddress(
                    InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) (client + 1)}), 40_000 + client);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Everybody does what there is to do, until there is nothing.
     *
     * @return whether there was anything
     */
    boolean settle() {
        boolean any = false;
        boolean more = true;
        for (int rounds = 0; more; rounds++) {
            if (rounds > 1000) {
                throw new AssertionError("the server never comes to rest");
            }
            more = false;
            for (SimulatedLoop loop : loops) {
                more |= loop.runAll();
            }
            while (timer.isDue()) {
                timer.actor().run(Actor.WHOLE_TURN);
                more = true;
            }
            while (disk.isBusy()) {
                disk.actor().run(Actor.WHOLE_TURN);
                more = true;
            }
            any |= more;
        }
        return any;
    }

    // ---- the end

    /** Begins to stop, as the listeners do. */
    List<Future<?>> closeAll() {
        List<Future<?>> gone = new ArrayList<>();
        timer.end();
        contexts.forEach(loop -> gone.add(loop.closeAll(CloseReason.SHUTDOWN)));
        return gone;
    }

    /** Ends the event loops, and looks whether anything is left. */
    void end(List<Future<?>> gone) {
        for (int i = 0; i < LOOPS; i++) {
            Findings.check(gone.get(i).isDone(), "loop " + i + " still has connections after the shutdown");
        }
        Findings.check(admission.connections() == 0, admission.connections() + " connections are still counted");
        Findings.check(budget.reservedBytes() == 0, budget.reservedBytes() + " bytes of the budget are still reserved");
        sessions.checkAllEnded();
        for (SimulatedSocket socket : descriptors.all()) {
            Findings.report("the socket of " + socket + " was never closed");
        }
        for (SimulatedLoop loop : loops) {
            Findings.check(loop.registrations() == 0, loop.actor() + " still watches sockets");
            loop.stop();
            Findings.check(loop.eventLoop().isTerminated(), loop.actor() + " does not end");
        }
        abandon();
        long unreleased = memory() - memoryBefore;
        Findings.check(unreleased == 0 || keepsForAbsent(), unreleased + " bytes of buffers were never released");
    }

    /** Ends every thread, and gives back the memory of the loops. */
    void abandon() {
        loops.forEach(loop -> loop.actor().end());
        timer.actor().end();
        disk.actor().end();
        contexts.forEach(Loop::end);
    }
}
