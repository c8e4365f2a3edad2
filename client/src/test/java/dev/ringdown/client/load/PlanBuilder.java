package dev.ringdown.client.load;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;

/** A short run against a relay of the test, of which a test says only what matters to it. */
final class PlanBuilder {
    private final int port;
    private LoadDialect dialect = LoadDialect.ROOMS;
    private boolean sessions;
    private Pace pace = new Pace.OpenLoop(1000, false);
    private int peers = 8;
    private int roomSize = 4;
    private int size = 300;
    private LoadPlan.From from = LoadPlan.From.ABSENT;
    private double duration = 0.5;
    private double drain = 60;
    private int threads = 1;
    private int concurrency = 16;
    private double setupTimeout = 30;

    PlanBuilder(int port) {
        this.port = port;
    }

    PlanBuilder sessions(int slots) {
        sessions = true;
        pace = new Pace.ClosedLoop(1);
        peers = 2 * slots;
        roomSize = 2;
        return this;
    }

    /** Two by two, plain text. */
    PlanBuilder pairs() {
        dialect = LoadDialect.PAIR;
        roomSize = 2;
        return this;
    }

    PlanBuilder pace(Pace value) {
        pace = value;
        return this;
    }

    PlanBuilder peers(int value, int inRoomsOf) {
        peers = value;
        roomSize = inRoomsOf;
        return this;
    }

    PlanBuilder size(int value) {
        size = value;
        return this;
    }

    PlanBuilder from(LoadPlan.From value) {
        from = value;
        return this;
    }

    PlanBuilder duration(double seconds) {
        duration = seconds;
        return this;
    }

    PlanBuilder drain(double seconds) {
        drain = seconds;
        return this;
    }

    PlanBuilder setupTimeout(double seconds) {
        setupTimeout = seconds;
        return this;
    }

    PlanBuilder threads(int value) {
        threads = value;
        return this;
    }

    PlanBuilder concurrency(int value) {
        concurrency = value;
        return this;
    }

    LoadPlan build() {
        return new LoadPlan(
                URI.create("ws://127.0.0.1:" + port + "/ws"),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                "test",
                dialect,
                sessions,
                pace,
                peers,
                roomSize,
                MessageKind.CANDIDATE,
                size,
                from,
                10,
                duration,
                0,
                drain,
                setupTimeout,
                concurrency,
                threads,
                1,
                null);
    }

    /** Plays the plan. */
    Report run() throws InterruptedException {
        LoadPlan plan = build();
        return new LoadRun(plan, Progress.none(plan)).call();
    }

    /** Plays the plan until the relay has had so many messages, however long that takes. */
    Report runUntil(TestRelay relay, int messages) throws InterruptedException {
        LoadPlan plan = duration(3600).build();
        LoadRun run = new LoadRun(plan, Progress.none(plan));
        relay.afterRelaying(messages, run::stop);
        return run.call();
    }
}
