package dev.ringdown.server;

import dev.ringdown.server.config.Configuration;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code ringdown serve}: runs a server until SIGINT or SIGTERM. */
final class ServeCommand {
    private ServeCommand() {}

    /** Returns only if no server can be started, with the exit status. */
    static int run(Configuration configuration) throws InterruptedException {
        Logging.configure(configuration.log());
        Logger log = LoggerFactory.getLogger("dev.ringdown");
        try {
            serve(RingdownServer.start(configuration), log);
        } catch (IOException e) {
            log.error("{}", e.getMessage());
            return Main.FAILURE;
        }
        return 0;
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
