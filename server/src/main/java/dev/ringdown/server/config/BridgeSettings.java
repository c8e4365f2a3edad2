package dev.ringdown.server.config;

import java.time.Duration;

/** Section {@code bridge}: the bridge dialect, over plain TCP at {@code listen.bridge-host} and {@code -port}, and over WebSocket. */
public record BridgeSettings(
        @Doc(
                "Path of its WebSocket, which is there if the door is open at all; as long as listen.bridge-host is a loopback address, for programs of this machine and its own pages only.")
        String path,

        @Doc("How long a registration lasts unless it is made again.")
        Duration entryLifetime,

        @Doc("Clients that may be registered at once; a further one is answered with an error.")
        int maxClients) {

    public static final BridgeSettings DEFAULTS = new BridgeSettings("/bridge", Duration.ofHours(1), 10_000);

    /** @throws ConfigurationException naming every component that is out of its range */
    public BridgeSettings {
        new Checks("bridge")
                .path("path", path)
                .time("entry-lifetime", entryLifetime)
                .range("max-clients", maxClients, 1, 1_000_000)
                .verify();
    }
}
