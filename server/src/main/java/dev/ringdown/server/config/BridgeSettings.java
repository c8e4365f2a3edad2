package dev.ringdown.server.config;

import java.time.Duration;

/**
 * Section {@code bridge}: the bridge dialect, over plain TCP at {@code listen.bridge-host} and {@code -port}, and over
 * WebSocket if that is wanted.
 */
public record BridgeSettings(
        @Doc(
                "Path of its WebSocket, if bridge.websocket is on; as long as listen.bridge-host is a loopback address, for programs of this machine and its own pages only.")
        String path,

        @Doc("How long a registration lasts unless it is made again.")
        Duration entryLifetime,

        @Doc("Clients that may be registered at once; a further one is answered with an error.")
        int maxClients,

        @Doc(
                "Whether the door is also open over WebSocket, for pages; leave it off behind a proxy on this machine, whose clients look as if they were of this machine.")
        boolean websocket,

        @Doc(
                "How long a request over plain TCP that is complete but for its empty line waits for more; then it is answered.")
        Duration quietPeriod) {

    public static final BridgeSettings DEFAULTS =
            new BridgeSettings("/bridge", Duration.ofHours(1), 10_000, false, Duration.ofSeconds(1));

    /** @throws ConfigurationException naming every component that is out of its range */
    public BridgeSettings {
        new Checks("bridge")
                .path("path", path)
                .time("entry-lifetime", entryLifetime)
                .range("max-clients", maxClients, 1, 1_000_000)
                .time("quiet-period", quietPeriod)
                .verify();
    }
}
