package dev.ringdown.client.load;

import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * The command {@code ringdown load}: puts load on a server of the rooms or pair protocol and verifies every message. Sends to
 * the given address only. Exit status: 0 clean; 1 any message lost, repeated, late, changed or gone astray, any failed
 * connection, session or ERROR; 64 usage.
 *
 * <p>{@code --json} prints one object: {@code url}, {@code dialect} (rooms, pair), {@code mode} (relay, session), {@code rate} and {@code poisson} or
 * {@code window}, {@code conns}, {@code room_size}, {@code size}, {@code threads}, {@code transport} (epoll, nio),
 * {@code seconds} (of the measured window), {@code joined_peers}, {@code sent} and {@code verified} messages in the
 * whole run, {@code respelled} (those verified that are equal as JSON, not byte for byte), {@code messages_per_s},
 * {@code sessions} in the whole run, {@code sessions_per_s}; distributions in microseconds with {@code p50},
 * {@code p90}, {@code p99}, {@code p99_9}, {@code max}, {@code mean}, {@code count}: {@code latency_us} (intended send
 * time to arrival), {@code send_lag_us} (intended send time to write, the generator's own share), {@code setup_us}
 * (connect to ROOM_MEMBERS) and in sessions {@code session_joined_us} and {@code session_connected_us} (intended start
 * until the peers know each other, until all messages have arrived); with {@code --server-pid}, {@code server_cpu_us}
 * (that the process spent for each message, or session, of the window), {@code server_cores}, {@code generator_cores}
 * and {@code other_cores} (busy on average); {@code faults}, an object with a count for each
 * kind; {@code clean}.
 *
 * <p>One command object plays one run at a time; {@link #call} blocks its thread until the run is over.
 */
@Command(
        name = "load",
        description = {
            "Puts load on a server of the rooms or pair protocol and verifies every message that arrives.",
            "Nothing is sent to any other address than the given one."
        },
        exitCodeOnInvalidInput = 64,
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:clean",
            "1:a message lost, duplicated, reordered or changed, a failed connection, a server error",
            "64:usage"
        },
        footer = {
            "",
            "JSON keys (--json): url dialect mode rate|window conns room_size size threads transport seconds joined_peers sent"
                    + " verified respelled messages_per_s sessions sessions_per_s clean; in microseconds, each with"
                    + " p50 p90 p99 p99_9 max mean count: latency_us (from the intended send time) send_lag_us"
                    + " (generator's own delay) setup_us session_joined_us session_connected_us; with --server-pid:"
                    + " server_cpu_us (a message or session) server_cores generator_cores other_cores; faults: lost"
                    + " duplicated reordered length corrupted wrong_sender misdelivered server_error unexpected failed"
                    + " closed unsent incomplete.",
            "",
            "Examples:",
            "  load ws://127.0.0.1:8080/ws --conns 1000 --rate 10000 --poisson",
            "  load ws://127.0.0.1:8080/ws --conns 100 --window 32",
            "  load ws://127.0.0.1:8080/ws --mode session --conns 64",
            "  load ws://127.0.0.1:8080/ws --mode session --rate 300 --poisson"
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpAutoWidth = true)
public final class LoadCommand implements Callable<Integer> {
    private static final int SPREAD = 64;
    private static final int SPREAD_ABOVE = 20_000;
    private static final int DEFAULT_PORT = 80;

    private enum Mode {
        RELAY,
        SESSION
    }

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "URL", description = "The server: ws://host:port/ws")
    private @Nullable URI address;

    @Option(names = "--url", paramLabel = "URL", description = "The same, as an option.")
    private @Nullable URI url;

    @Option(
            names = "--dialect",
            defaultValue = "rooms",
            description = "rooms: names, rooms, messages by id (default). pair: plain text to whom one is paired with.")
    private String dialect = "rooms";

    @Option(
            names = "--mode",
            defaultValue = "relay",
            description = "relay: peers that stay, and messages between them (default). session: whole sessions.")
    private String mode = "relay";

    @Option(
            names = "--conns",
            defaultValue = "100",
            description = "Peers; in sessions twice the slots of the closed loop (${DEFAULT-VALUE}).")
    private int conns;

    @Option(names = "--room-size", defaultValue = "2", description = "Peers in a room (${DEFAULT-VALUE}).")
    private int roomSize;

    @Option(
            names = "--rate",
            paramLabel = "R",
            description = "Open loop: so many messages (sessions) a second in total, whatever the server does.")
    private @Nullable Double rate;

    @Option(names = "--poisson", description = "Open loop with random gaps instead of even ones.")
    private boolean poisson;

    @Option(
            names = "--window",
            paramLabel = "W",
            description = "Closed loop: so many messages under way between two peers; the receiver of one sends the"
                    + " next. Without --rate and --window: 1.")
    private @Nullable Integer window;

    @Option(
            names = "--kind",
            defaultValue = "candidate",
            description = "What is relayed: candidate (default), offer or answer.")
    private String kind = "candidate";

    @Option(
            names = "--size",
            defaultValue = "300",
            description = "Bytes of a relayed text frame (of a candidate, in sessions) as sent (${DEFAULT-VALUE}).")
    private int size;

    @Option(
            names = "--from",
            defaultValue = "absent",
            description = "What the client puts into fromPeerId: absent (default), empty, or spoof, somebody else's id."
                    + " The real one must arrive in any case.")
    private String from = "absent";

    @Option(
            names = "--candidates",
            defaultValue = "10",
            description = "Candidates in each direction of a session (${DEFAULT-VALUE}).")
    private int candidates;

    @Option(names = "--duration", defaultValue = "10", description = "Measured seconds (${DEFAULT-VALUE}).")
    private double duration;

    @Option(names = "--warmup", defaultValue = "2", description = "Seconds before, verified only (${DEFAULT-VALUE}).")
    private double warmup;

    @Option(
            names = "--drain",
            defaultValue = "3",
            description = "Seconds without an arrival after which what is under way counts as lost (${DEFAULT-VALUE}).")
    private double drain;

    @Option(
            names = "--setup-timeout",
            defaultValue = "10",
            description = "Seconds a peer may take to join, or a session to be over (${DEFAULT-VALUE}).")
    private double setupTimeout;

    @Option(
            names = "--concurrency",
            defaultValue = "256",
            description = "Connections being set up at the same time (${DEFAULT-VALUE}).")
    private int concurrency;

    @Option(names = "--threads", defaultValue = "1", description = "Event loops (${DEFAULT-VALUE}).")
    private int threads;

    @Option(
            names = "--from-addresses",
            paramLabel = "K",
            description = "Source addresses 127.0.x.y to spread over; loopback targets only. Default: " + SPREAD
                    + " for sessions and above " + SPREAD_ABOVE + " peers, otherwise the system's choice.")
    private @Nullable Integer fromAddresses;

    @Option(
            names = "--server-pid",
            paramLabel = "PID",
            description = "The server's process on this machine: what it computes for each message is reported.")
    private @Nullable Long serverPid;

    @Option(names = "--json", description = "Print one line of JSON instead of the table.")
    private boolean json;

    @Option(names = "--quiet", description = "Show no progress on standard error.")
    private boolean quiet;

    private Runnable beforeClosing = () -> {};

    /** Lets a run do something, on its thread, when all messages have arrived and every connection still stands. */
    public LoadCommand beforeClosing(Runnable task) {
        beforeClosing = task;
        return this;
    }

    /** Runs the command by itself, without the server. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new LoadCommand()).execute(arguments));
    }

    /**
     * Plays the run, prints its report on standard output and returns the exit status, 0 or 1.
     *
     * @throws ParameterException when an option has no meaning
     * @throws InterruptedException when the calling thread is interrupted
     */
    @Override
    public Integer call() throws InterruptedException {
        if (spec == null) {
            throw new IllegalStateException("only picocli can run this");
        }
        CommandLine commandLine = spec.commandLine();
        LoadPlan plan;
        try {
            plan = plan();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(commandLine, e.getMessage(), e);
        }
        Progress progress = quiet ? Progress.none(plan) : Progress.on(System.err, Progress.isTerminal(), plan);
        LoadRun run = new LoadRun(plan, progress, beforeClosing);
        CountDownLatch printed = new CountDownLatch(1);
        Thread onInterrupt = new Thread(() -> stop(run, printed), "stop");
        Runtime.getRuntime().addShutdownHook(onInterrupt);
        try {
            Report report = run.call();
            PrintWriter out = commandLine.getOut();
            out.print(json ? report.json() + "\n" : report.table());
            out.flush();
            return report.isClean() ? 0 : 1;
        } finally {
            printed.countDown();
            forget(onInterrupt);
        }
    }

    /** Ctrl-C: the process stays until the run has come to its early end and is reported. */
    private static void stop(LoadRun run, CountDownLatch printed) {
        run.stop();
        try {
            printed.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending already, by the hook itself.
        }
    }

    private LoadPlan plan() {
        URI uri = url == null ? address : url;
        if (uri == null || uri.getHost() == null || (url != null && address != null)) {
            String given = uri == null ? "none" : uri.toString();
            throw new IllegalArgumentException("URL: " + given + " (expected: one, ws://host:port/ws)");
        }
        LoadPlan.require(rate == null || window == null, "--window", "" + window, "not together with --rate");
        LoadPlan.require(rate != null || !poisson, "--poisson", "true", "only with --rate");
        boolean sessions = word("--mode", mode, Mode.class) == Mode.SESSION;
        LoadPlan.require(!sessions || window == null, "--window", "" + window, "not in sessions, which have slots");
        InetSocketAddress target =
                new InetSocketAddress(uri.getHost(), uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort());
        return new LoadPlan(
                uri,
                target,
                "load" + Long.toString(System.nanoTime(), 36),
                word("--dialect", dialect, LoadDialect.class),
                sessions,
                rate != null ? new Pace.OpenLoop(rate, poisson) : new Pace.ClosedLoop(window == null ? 1 : window),
                conns,
                sessions ? 2 : roomSize,
                sessions ? MessageKind.CANDIDATE : word("--kind", kind, MessageKind.class),
                size,
                word("--from", from, LoadPlan.From.class),
                candidates,
                duration,
                warmup,
                drain,
                setupTimeout,
                concurrency,
                threads,
                sources(target, sessions),
                serverPid == null ? null : new MeasuredProcess(serverPid));
    }

    private static <E extends Enum<E>> E word(String option, String value, Class<E> type) {
        for (E choice : type.getEnumConstants()) {
            if (choice.name().toLowerCase(Locale.ROOT).equals(value)) {
                return choice;
            }
        }
        String choices = Arrays.toString(type.getEnumConstants()).toLowerCase(Locale.ROOT);
        throw new IllegalArgumentException(option + ": " + value + " (expected: one of " + choices + ")");
    }

    private int sources(InetSocketAddress target, boolean sessions) {
        if (fromAddresses != null) {
            return fromAddresses;
        }
        boolean loopback = !target.isUnresolved()
                && target.getAddress().isLoopbackAddress()
                && target.getAddress().getAddress().length == 4;
        return loopback && (sessions || conns > SPREAD_ABOVE) ? SPREAD : 1;
    }
}
