package dev.ringdown.server.config;

import java.time.Duration;

/** Section {@code output}: how much may wait for one connection that reads slowly. */
public record OutputSettings(
        @Bytes @Doc("Bytes waiting for a connection above which it counts as not writable.")
        int highWaterMark,

        @Bytes @Doc("Bytes waiting for a connection below which it counts as writable again.")
        int lowWaterMark,

        @Bytes
        @Doc(
                "Bytes that may wait for a connection, at least twice websocket.max-message-bytes; more close it as a slow reader.")
        int maxPendingBytes,

        @Doc(
                "How long a connection may take nothing of what waits for it; then it is closed as a slow reader. 0 = for ever.")
        Duration stalledTimeout,

        @Bytes
        @Doc(
                "Bytes that the kernel may keep for a connection (SO_SNDBUF), beside those that wait here. 0 = the kernel decides, up to some MiB.")
        int socketBufferBytes) {

    public static final OutputSettings DEFAULTS =
            new OutputSettings(64 * 1024, 32 * 1024, 4 * 1024 * 1024, Duration.ofSeconds(10), 128 * 1024);

    /** @throws ConfigurationException naming every component that is out of its range */
    public OutputSettings {
        String high = Texts.ofBytes(highWaterMark);
        new Checks("output")
                .bytes("high-water-mark", highWaterMark, 2, Checks.MAX_BYTES)
                .bytes("low-water-mark", lowWaterMark, 1, Checks.MAX_BYTES)
                .that(
                        lowWaterMark < highWaterMark,
                        "low-water-mark",
                        Texts.ofBytes(lowWaterMark),
                        "below output.high-water-mark, which is " + high,
                        "high-water-mark")
                .bytes("max-pending-bytes", maxPendingBytes, 1, Checks.MAX_BYTES)
                .that(
                        maxPendingBytes >= highWaterMark,
                        "max-pending-bytes",
                        Texts.ofBytes(maxPendingBytes),
                        "at least output.high-water-mark, which is " + high,
                        "high-water-mark")
                .timeOrZero("stalled-timeout", stalledTimeout)
                .bytes("socket-buffer-bytes", socketBufferBytes, 0, Checks.MAX_BYTES)
                .verify();
    }
}
