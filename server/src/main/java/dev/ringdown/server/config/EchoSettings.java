package dev.ringdown.server.config;

/** Section {@code echo}: a WebSocket that sends everything back, for diagnosis and conformance suites. */
public record EchoSettings(
        @Doc("Whether the door is open.") boolean enabled,

        @Doc("Path of its WebSocket.") String path,

        @Bytes
        @Doc(
                "Bytes of a message, and of a frame, on this path instead of those of section websocket; a longer one closes with 1009.")
        int maxMessageBytes,

        @Doc("Frames a message may come in on this path; more close with 1009.")
        int maxFragments) {

    public static final EchoSettings DEFAULTS = new EchoSettings(false, "/echo", 16 * 1024 * 1024, 131_072);

    /** @throws ConfigurationException naming every component that is out of its range */
    public EchoSettings {
        new Checks("echo")
                .path("path", path)
                .bytes("max-message-bytes", maxMessageBytes, 125, Checks.MAX_BYTES)
                .range("max-fragments", maxFragments, 1, 1 << 24)
                .verify();
    }
}
