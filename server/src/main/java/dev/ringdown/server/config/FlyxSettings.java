package dev.ringdown.server.config;

import java.time.Duration;

/** Section {@code flyx}: the flyx dialect, and the rooms that are made for it. */
public record FlyxSettings(
        @Doc("Whether the door is open.") boolean enabled,

        @Doc("Path of its WebSocket; a slash and the room's id follow.")
        String path,

        @Doc(
                "Port of its own with listen.seed-ports, where every path leads to this door; 0 takes any free one, -1 = none.")
        int seedPort,

        @Doc("Whether a room is made at start and its id logged; it never expires.")
        boolean startUpRoom,

        @Doc("Rooms at once; more are answered with 503.") int maxRooms,

        @Doc(
                "Clients of a room unless its maker says otherwise, the sender included; a further one is closed with 1013.")
        int maxClients,

        @Doc("Clients that a room's maker may allow.") int maxClientsLimit,

        @Doc(
                "How long a room may be empty unless its maker says otherwise; then it is gone. A persistent one stays as long as it may. 0 = as long as it may.")
        Duration idleTimeout,

        @Doc(
                "How long a room lives unless its maker says otherwise; then it and its clients are gone. A persistent one stays. 0 = as long as it may.")
        Duration timeToLive,

        @Bytes @Doc("Bytes of a room's metadata as JSON; more is refused.")
        int maxMetadataBytes,

        @Doc("How long a client that asked to be resumable may come back to its place after it lost its connection.")
        Duration grace,

        @Doc("Messages kept for a client meanwhile; one more, and its place is given up.")
        int maxKeptMessages,

        @Bytes
        @Doc(
                "Bytes kept for a client meanwhile; more, and its place is given up. At least the greatest message (websocket.max-message-bytes), or a single message can end a place.")
        int maxKeptBytes,

        @Doc(
                "Rooms an address may ask for in vain within a minute, so that nobody guesses ids; then it gets 429 for that long. 0 = no limit.")
        int maxMissesPerMinute,

        @Doc("Rooms an address may make within a minute; then it gets 429 for that long. 0 = no limit.")
        int maxRoomsPerMinute,

        @Doc(
                "Rooms an address may have made that are still there; a further one gets 429. Those from before a restart count for nobody. 0 = no limit.")
        int maxRoomsPerAddress,

        @Doc("Clients of one room that may be absent at once and come back; of a further one the place is given up.")
        int maxAbsentPerRoom,

        @Doc("Clients of one address that may be absent at once, as max-absent-per-room. 0 = no limit.")
        int maxAbsentPerAddress,

        @Doc("Clients that may be absent at once in all, as max-absent-per-room.")
        int maxAbsent,

        @Doc(
                "The longest idle time that a room's maker may ask for; more, and 0, is this. For a persistent room it is max-persistent-idle-timeout. 0 = any.")
        Duration maxIdleTimeout,

        @Doc(
                "The longest time to live that a room's maker may ask for; more, and 0, is this. A persistent room may have any. 0 = any.")
        Duration maxTimeToLive,

        @Doc("The longest idle time that the maker of a persistent room may ask for; more, and 0, is this. 0 = any.")
        Duration maxPersistentIdleTimeout) {

    private static final int MOST = 1_000_000;

    public static final FlyxSettings DEFAULTS = new FlyxSettings(
            true,
            "/ws",
            8000,
            true,
            100_000,
            256,
            10_000,
            Duration.ofHours(1),
            Duration.ofHours(24),
            4 * 1024,
            Duration.ofSeconds(30),
            256,
            2 * 1024 * 1024,
            60,
            60,
            1000,
            100,
            100,
            10_000,
            Duration.ofHours(24),
            Duration.ofDays(7),
            Duration.ofDays(90));

    /** @throws ConfigurationException naming every component that is out of its range */
    public FlyxSettings {
        new Checks("flyx")
                .path("path", path)
                .range("seed-port", seedPort, -1, 65535)
                .range("max-rooms", maxRooms, 1, 100 * MOST)
                .range("max-clients", maxClients, 2, MOST)
                .range("max-clients-limit", maxClientsLimit, 2, MOST)
                .that(
                        maxClients <= maxClientsLimit,
                        "max-clients",
                        maxClients,
                        "at most flyx.max-clients-limit, which is " + maxClientsLimit,
                        "max-clients-limit")
                .timeOrZero("idle-timeout", idleTimeout)
                .timeOrZero("time-to-live", timeToLive)
                .bytes("max-metadata-bytes", maxMetadataBytes, 2, 64 * 1024)
                .time("grace", grace)
                .range("max-kept-messages", maxKeptMessages, 1, MOST)
                .bytes("max-kept-bytes", maxKeptBytes, 1, Checks.MAX_BYTES)
                .range("max-misses-per-minute", maxMissesPerMinute, 0, MOST)
                .range("max-rooms-per-minute", maxRoomsPerMinute, 0, MOST)
                .range("max-rooms-per-address", maxRoomsPerAddress, 0, MOST)
                .range("max-absent-per-room", maxAbsentPerRoom, 1, MOST)
                .range("max-absent-per-address", maxAbsentPerAddress, 0, MOST)
                .range("max-absent", maxAbsent, 1, 100 * MOST)
                .daysOrZero("max-idle-timeout", maxIdleTimeout)
                .daysOrZero("max-time-to-live", maxTimeToLive)
                .daysOrZero("max-persistent-idle-timeout", maxPersistentIdleTimeout)
                .verify();
    }
}
