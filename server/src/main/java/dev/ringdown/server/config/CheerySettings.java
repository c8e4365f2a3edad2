package dev.ringdown.server.config;

import java.time.Duration;

/** Section {@code cheery}: the cheery dialect. */
public record CheerySettings(
        @Doc("Whether the door is open.") boolean enabled,

        @Doc("Path of its WebSocket.") String path,

        @Bytes @Doc("Bytes of a user name in UTF-8; a longer one is refused with an error.")
        int maxNameBytes,

        @Bytes @Doc("Bytes of the address that a user gives itself; a longer one is refused with an error.")
        int maxIpBytes,

        @Doc("The least time between two lists of users; changes in between go out together.")
        Duration listInterval,

        @Doc("How often registered users get a ping in JSON, beside those of section websocket; 0 = never.")
        Duration heartbeatInterval,

        @Doc(
                "Port of its own with listen.seed-ports, where every path leads to this door; 0 takes any free one, -1 = none.")
        int seedPort) {

    public static final CheerySettings DEFAULTS =
            new CheerySettings(true, "/presence", 128, 128, Duration.ofMillis(100), Duration.ofSeconds(30), 8765);

    /** @throws ConfigurationException naming every component that is out of its range */
    public CheerySettings {
        new Checks("cheery")
                .path("path", path)
                .bytes("max-name-bytes", maxNameBytes, 1, 64 * 1024)
                .bytes("max-ip-bytes", maxIpBytes, 1, 64 * 1024)
                .time("list-interval", listInterval)
                .timeOrZero("heartbeat-interval", heartbeatInterval)
                .range("seed-port", seedPort, -1, 65535)
                .verify();
    }
}
