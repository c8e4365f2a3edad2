package dev.ringdown.server.config;

/** Section {@code vyoma}: the vyoma dialect. */
public record VyomaSettings(
        @Doc("Whether the door is open.") boolean enabled,

        @Doc("Path of its WebSocket.") String path,

        @Doc(
                "Port of its own with listen.seed-ports, where every path leads to this door; 0 takes any free one, -1 = none.")
        int seedPort) {

    public static final VyomaSettings DEFAULTS = new VyomaSettings(true, "/pair", 3001);

    /** @throws ConfigurationException naming every component that is out of its range */
    public VyomaSettings {
        new Checks("vyoma")
                .path("path", path)
                .range("seed-port", seedPort, -1, 65535)
                .verify();
    }
}
