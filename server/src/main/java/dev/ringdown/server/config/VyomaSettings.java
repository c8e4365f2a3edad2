package dev.ringdown.server.config;

/** Section {@code vyoma}: the vyoma dialect. */
public record VyomaSettings(
        @Doc("Whether the door is open.") boolean enabled,

        @Doc("Path of its WebSocket.") String path,

        @Doc(
                "A port of its own where every path leads to this door; 0 takes any free one, -1 = none, or 3001 with listen.seed-ports.")
        int seedPort) {

    public static final VyomaSettings DEFAULTS = new VyomaSettings(true, "/pair", ListenSettings.NO_PORT);

    /** The port of the seed. */
    private static final int USUAL_SEED_PORT = 3001;

    /** @throws ConfigurationException naming every component that is out of its range */
    public VyomaSettings {
        new Checks("vyoma")
                .path("path", path)
                .range("seed-port", seedPort, -1, 65535)
                .verify();
    }

    /** The port of its own to open beside the common one; -1 for none. */
    public int seedPort(ListenSettings listen) {
        return listen.seedPort(seedPort, USUAL_SEED_PORT);
    }
}
