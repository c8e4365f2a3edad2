package dev.ringdown.server;

import dev.ringdown.server.config.Configuration;
import dev.ringdown.server.config.ConfigurationException;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ringdown serve}: runs a server until SIGINT or SIGTERM. */
@Command(name = "serve", description = "Run the server.", mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
    @Mixin
    private ConfigurationOptions options = new ConfigurationOptions();

    @Override
    public Integer call() throws InterruptedException {
        Configuration configuration;
        try {
            configuration = options.load();
        } catch (ConfigurationException e) {
            System.err.println(e.getMessage());
            return Main.CONFIGURATION;
        }
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
