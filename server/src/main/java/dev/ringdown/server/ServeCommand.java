package dev.ringdown.server;

import dev.ringdown.server.config.Configuration;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code ringdown serve}: runs a server until SIGINT or SIGTERM. */
final class ServeCommand {
    private static final int LAST_WORDS_MILLIS = 2000;

    private ServeCommand() {}

    /** Returns only if no server can be started, with the exit status. */
    static int run(Configuration configuration) throws InterruptedException {
        Logging.configure(configuration.log());
        Logger log = LoggerFactory.getLogger("dev.ringdown");
        try {
            RingdownServer server = RingdownServer.start(configuration, beyondRepair(log));
            Thread.setDefaultUncaughtExceptionHandler((thread, fault) -> {
                if (fault instanceof OutOfMemoryError) {
                    server.outOfMemory();
                }
                log.error("A fault ended the thread {}", thread.getName(), fault);
            });
            serve(server, log);
        } catch (IOException e) {
            log.error("{}", e.getMessage());
            return Main.FAILURE;
        }
        return 0;
    }

    /** What a server does that is beyond repair. */
    static Consumer<String> beyondRepair(Logger log) {
        // Java loads what ends a process when it is first needed, which fails without memory: so it is needed now
        Thread hook = new Thread(() -> {});
        Runtime.getRuntime().addShutdownHook(hook);
        Runtime.getRuntime().removeShutdownHook(hook);
        return why -> endBeyondRepair(why, log);
    }

    /**
     * Ends the process at once, so that a supervisor starts it anew. Says why first, as long as that is possible: there may be
     * no memory left, or the log may be what everything waits for.
     */
    private static void endBeyondRepair(String why, Logger log) {
        try {
            Thread last = Thread.ofPlatform()
                    .daemon()
                    .start(() -> log.error("{}: the process ends with status {}", why, Main.BEYOND_REPAIR));
            last.join(LAST_WORDS_MILLIS);
        } catch (InterruptedException | RuntimeException | Error unsaid) {
            // the status says enough
            Runtime.getRuntime().halt(Main.BEYOND_REPAIR);
        }
        Runtime.getRuntime().halt(Main.BEYOND_REPAIR);
    }

    /**
     * Logs the one line that says what is open, and waits for a signal. The process then ends here, with status 0: after
     * a shutdown hook Java itself would report the signal, as if it had not been obeyed.
     */
    private static void serve(RingdownServer server, Logger log) throws InterruptedException {
        Thread stop = new Thread(
                () -> {
                    log.info("Stopping: no new clients, and the present ones are told to come back later");
                    server.close();
                    log.info("Stopped");
                    Runtime.getRuntime().halt(0);
                },
                "stop");
        Runtime.getRuntime().addShutdownHook(stop);
        log.info("Ringdown {} ready: {}", RingdownServer.VERSION, server.summary());
        new CountDownLatch(1).await();
    }
}
