package dev.ringdown.server.config;

import java.time.Duration;

/** Section {@code rooms}: the rooms dialect. */
public record RoomsSettings(
        @Doc("Whether the door is open.") boolean enabled,

        @Doc("Path of its WebSocket.") String path,

        @Doc("How long a client may take to send IDENTIFY; then it is closed.")
        Duration identifyTimeout,

        @Bytes @Doc("Bytes of a user name in UTF-8; a longer one is refused with an error.")
        int maxNameBytes,

        @Bytes @Doc("Bytes of a room's id in UTF-8; a longer one is refused with an error.")
        int maxRoomIdBytes,

        @Doc("Members of a room; a further one gets the error that the room is full, and stays connected.")
        int maxMembers,

        @Doc(
                "Port of its own with listen.seed-ports, where every path leads to this door; 0 takes any free one, -1 = none. Nothing more to open if it is listen.port.")
        int seedPort) {

    public static final RoomsSettings DEFAULTS =
            new RoomsSettings(true, "/ws", Duration.ofSeconds(5), 128, 128, 256, 8080);

    /** @throws ConfigurationException naming every component that is out of its range */
    public RoomsSettings {
        new Checks("rooms")
                .path("path", path)
                .time("identify-timeout", identifyTimeout)
                .bytes("max-name-bytes", maxNameBytes, 1, 64 * 1024)
                .bytes("max-room-id-bytes", maxRoomIdBytes, 1, 64 * 1024)
                .range("max-members", maxMembers, 1, 1_000_000)
                .range("seed-port", seedPort, -1, 65535)
                .verify();
    }
}
