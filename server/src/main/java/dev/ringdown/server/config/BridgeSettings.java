package dev.ringdown.server.config;

import java.time.Duration;

/** Section {@code bridge}: the bridge dialect, over plain TCP. Its address is {@code listen.bridge-host} and {@code -port}. */
public record BridgeSettings(
        @Doc("How long a registration lasts unless it is made again.")
        Duration entryLifetime,

        @Doc("Clients that may be registered at once; a further one is answered with an error.")
        int maxClients) {

    public static final BridgeSettings DEFAULTS = new BridgeSettings(Duration.ofHours(1), 10_000);

    /** @throws ConfigurationException naming every component that is out of its range */
    public BridgeSettings {
        new Checks("bridge")
                .time("entry-lifetime", entryLifetime)
                .range("max-clients", maxClients, 1, 1_000_000)
                .verify();
    }
}
