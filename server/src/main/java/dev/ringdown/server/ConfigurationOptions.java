package dev.ringdown.server;

import dev.ringdown.server.config.Configuration;
import dev.ringdown.server.config.ConfigurationException;
import dev.ringdown.server.config.ConfigurationLoader;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The options that say how a server is to be: a file, shortcuts for what is changed most, and any other setting by its
 * key. Flags win over the environment, the environment over the file, the file over the defaults.
 */
final class ConfigurationOptions {
    @Option(names = "--config", paramLabel = "FILE", description = "YAML file with settings.")
    private @Nullable Path file;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Any setting by its key, such as rooms.max-members=16; 'ringdown print-config' lists them.")
    private Map<String, String> settings = new LinkedHashMap<>();

    @Option(names = "--port", paramLabel = "PORT", description = "Port for HTTP and WebSocket; 0 takes any free one.")
    private @Nullable String port;

    @Option(names = "--host", paramLabel = "ADDRESS", description = "Address for HTTP and WebSocket.")
    private @Nullable String host;

    @Option(names = "--bridge-port", paramLabel = "PORT", description = "Port of the bridge door; -1 for none.")
    private @Nullable String bridgePort;

    @Option(names = "--management-port", paramLabel = "PORT", description = "Port for operators; -1 for none.")
    private @Nullable String managementPort;

    @Option(
            names = "--transport",
            paramLabel = "KIND",
            description = "auto, epoll, io_uring or nio; falls back, with a warning, where the machine lacks it.")
    private @Nullable String transport;

    @Option(names = "--data", paramLabel = "DIR", description = "Folder in which persistent rooms are kept.")
    private @Nullable String data;

    @Option(
            names = "--seed-ports",
            description = "Open each door on the port of its seed system, too: 8080, 8000, 8765, 3001.")
    private boolean seedPorts;

    @Option(names = "--echo", description = "Open the echo door, for diagnosis.")
    private boolean echo;

    @Option(names = "--deflate", description = "Agree to permessage-deflate with clients that offer it.")
    private boolean deflate;

    /**
     * Loads the configuration.
     *
     * @throws ConfigurationException with everything that is wrong with it
     */
    Configuration load() {
        Map<String, String> flags = new LinkedHashMap<>(settings);
        put(flags, "listen.port", port);
        put(flags, "listen.host", host);
        put(flags, "listen.bridge-port", bridgePort);
        put(flags, "listen.management-port", managementPort);
        put(flags, "listen.transport", transport);
        put(flags, "data.directory", data);
        put(flags, "listen.seed-ports", seedPorts ? "true" : null);
        put(flags, "echo.enabled", echo ? "true" : null);
        put(flags, "websocket.deflate", deflate ? "true" : null);
        return ConfigurationLoader.load(file, System.getenv(), flags);
    }

    private static void put(Map<String, String> flags, String key, @Nullable String value) {
        if (value != null) {
            flags.put(key, value);
        }
    }
}
