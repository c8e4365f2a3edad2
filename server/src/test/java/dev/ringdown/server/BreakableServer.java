package dev.ringdown.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ringdown.server.config.Configuration;
import dev.ringdown.server.config.ConfigurationLoader;
import dev.ringdown.server.transport.Listeners;
import dev.ringdown.server.transport.LoopFaults;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server as {@code ringdown serve} runs it, which a line of standard input breaks in one way: {@code end-loop}, {@code
 * hang-loop}, {@code fill-heap}, {@code fill-heap-for-a-moment}.
 */
final class BreakableServer {
    /** What it writes when its heap was full, and is free again. */
    static final String HEAP_IS_FREE = "The heap is free again";

    private BreakableServer() {}

    /**
     * Runs it.
     *
     * @param arguments are not looked at
     */
    public static void main(String... arguments) throws Exception {
        Configuration configuration = ConfigurationLoader.load(
                null,
                Map.of(),
                Map.of(
                        "listen.host", "127.0.0.1",
                        "listen.port", "0",
                        "listen.bridge-port", "-1",
                        "listen.management-port", "0",
                        "listen.loops", "3",
                        "listen.stuck-timeout", "2s",
                        "log.format", "text"));
        Logging.configure(configuration.log());
        Logger log = LoggerFactory.getLogger("dev.ringdown");
        RingdownServer server = RingdownServer.start(configuration, ServeCommand.beyondRepair(log));
        log.info("Ringdown {} ready: {}", RingdownServer.VERSION, server.summary());
        obey(server.listeners());
    }

    private static void obey(Listeners listeners) throws IOException, InterruptedException {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, UTF_8))) {
            switch (lines.readLine()) {
                case "end-loop" -> LoopFaults.endOne(listeners);
                case "hang-loop" -> LoopFaults.hangOne(listeners);
                case "fill-heap" -> {
                    List<byte[]> kept = new ArrayList<>(1 << 21);
                    while (!kept.contains(null)) {
                        fill(kept);
                    }
                }
                default -> {
                    List<byte[]> kept = new ArrayList<>(1 << 16);
                    fill(kept);
                    kept.clear();
                    System.out.println(HEAP_IS_FREE);
                }
            }
            // until it ends, or is ended
            lines.readLine();
        }
    }

    /** Takes all that there is, to the last bytes. */
    private static void fill(List<byte[]> kept) {
        int size = 1024 * 1024;
        while (size > 0) {
            try {
                kept.add(new byte[size]);
            } catch (OutOfMemoryError full) {
                size /= 2;
            }
        }
    }
}
