package dev.ringdown.server;

import dev.ringdown.server.config.Configuration;
import dev.ringdown.server.config.ConfigurationException;
import dev.ringdown.server.config.ConfigurationLoader;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The options that say how a server is to be: a file, shortcuts for what is changed most, and any other setting by its
 * key. Flags win over the environment, the environment over the file, the file over the defaults.
 */
final class ConfigurationOptions {
    private final OptionSpec file = OptionSpec.builder("--config")
            .paramLabel("FILE")
            .type(Path.class)
            .description("YAML file with settings.")
            .build();

    private final OptionSpec settings = OptionSpec.builder("--set")
            .paramLabel("KEY=VALUE")
            .type(Map.class)
            .auxiliaryTypes(String.class, String.class)
            .description("Any setting by its key, such as rooms.max-members=16; 'ringdown print-config' lists them.")
            .build();

    /** By the key that each sets. */
    private final Map<String, OptionSpec> shortcuts = new LinkedHashMap<>();

    ConfigurationOptions() {
        value("listen.port", "--port", "PORT", "Port for HTTP and WebSocket; 0 takes any free one.");
        value("listen.host", "--host", "ADDRESS", "Address for HTTP and WebSocket.");
        value("listen.bridge-port", "--bridge-port", "PORT", "Port of the bridge door; -1 for none.");
        value("listen.management-port", "--management-port", "PORT", "Port for operators; -1 for none.");
        String kinds = "auto, epoll, io_uring or nio; falls back, with a warning, where the machine lacks it.";
        value("listen.transport", "--transport", "KIND", kinds);
        value("data.directory", "--data", "DIR", "Folder in which persistent rooms are kept.");
        String ports = "Open each door on the port of its seed system, too: 8080, 8000, 8765, 3001.";
        flag("listen.seed-ports", "--seed-ports", ports);
        flag("echo.enabled", "--echo", "Open the echo door, for diagnosis.");
        flag("websocket.deflate", "--deflate", "Agree to permessage-deflate with clients that offer it.");
    }

    private void value(String key, String name, String paramLabel, String description) {
        OptionSpec.Builder option = OptionSpec.builder(name).type(String.class).paramLabel(paramLabel);
        shortcuts.put(key, option.description(description).build());
    }

    private void flag(String key, String name, String description) {
        OptionSpec.Builder option = OptionSpec.builder(name).type(boolean.class);
        shortcuts.put(key, option.description(description).build());
    }

    void addTo(CommandSpec command) {
        command.addOption(file).addOption(settings);
        shortcuts.values().forEach(command::addOption);
    }

    /**
     * Loads the configuration that the command line, once it is parsed, asks for.
     *
     * @throws ConfigurationException with everything that is wrong with it
     */
    Configuration load() {
        Map<String, String> flags = new LinkedHashMap<>();
        Map<String, String> set = settings.getValue();
        if (set != null) {
            flags.putAll(set);
        }
        shortcuts.forEach((key, option) -> {
            Object value = option.getValue();
            if (value != null && !value.equals(false)) {
                flags.put(key, value.toString());
            }
        });
        return ConfigurationLoader.load(file.getValue(), System.getenv(), flags);
    }
}
