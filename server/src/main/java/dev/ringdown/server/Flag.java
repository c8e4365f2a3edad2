package dev.ringdown.server;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What may stand behind a command that reads the server's configuration: a file, any setting by its key, and a flag of its own
 * for each setting that is changed most. In the order in which the help lists them.
 */
enum Flag {
    CONFIG("--config", "FILE", "", "YAML file with settings."),
    SET(
            "--set",
            "KEY=VALUE",
            "",
            "Any setting by its key, such as rooms.max-members=16; 'ringdown print-config' lists them."),
    HOST("--host", "ADDRESS", "listen.host", "Address for HTTP and WebSocket."),
    PORT("--port", "PORT", "listen.port", "Port for HTTP and WebSocket; 0 takes any free one."),
    BRIDGE_PORT("--bridge-port", "PORT", "listen.bridge-port", "Port of the bridge door; -1 for none."),
    MANAGEMENT_PORT("--management-port", "PORT", "listen.management-port", "Port for operators; -1 for none."),
    TRANSPORT(
            "--transport",
            "KIND",
            "listen.transport",
            "auto, epoll, io_uring or nio; falls back, with a warning, where the machine lacks it."),
    DATA("--data", "DIR", "data.directory", "Folder in which persistent rooms are kept."),
    SEED_PORTS(
            "--seed-ports",
            "",
            "listen.seed-ports",
            "Open each door on the port of its seed system, too: 8080, 8000, 8765, 3001."),
    ECHO("--echo", "", "echo.enabled", "Open the echo door, for diagnosis."),
    DEFLATE("--deflate", "", "websocket.deflate", "Agree to permessage-deflate with clients that offer it."),
    HELP("--help", "", "", "Show this help and exit; -h, too.");

    private static final String SHORT_HELP = "-h";
    private static final Flag[] ALL = values();

    private final String text;
    private final String takes;
    private final String key;
    private final String description;

    /**
     * One flag.
     *
     * @param text as it is written
     * @param takes what the help calls its value; empty if it takes none
     * @param key of the setting that it sets; empty if it sets none of its own
     */
    Flag(String text, String takes, String key, String description) {
        this.text = text;
        this.takes = takes;
        this.key = key;
        this.description = description;
    }

    /** The flag that is written so; null if none is. */
    static @Nullable Flag of(String text) {
        for (Flag flag : ALL) {
            if (flag.text.equals(text)) {
                return flag;
            }
        }
        return text.equals(SHORT_HELP) ? HELP : null;
    }

    /** Every flag, as it is written. */
    static List<String> texts() {
        List<String> texts = new ArrayList<>();
        for (Flag flag : ALL) {
            texts.add(flag.text);
        }
        return texts;
    }

    /** As it is written. */
    String text() {
        return text;
    }

    /** The key of the setting that it sets; empty if it sets none of its own. */
    String key() {
        return key;
    }

    String description() {
        return description;
    }

    boolean takesValue() {
        return !takes.isEmpty();
    }

    /** How to write it, {@code --port PORT}. */
    String usage() {
        return takesValue() ? text + " " + takes : text;
    }
}
