package dev.ringdown.server.config;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/** Section {@code websocket}: what a connection may send, and how its life is watched. */
public record WebSocketSettings(
        @Bytes @Doc("Bytes of a frame's payload; a longer one closes with 1009.")
        int maxFrameBytes,

        @Bytes @Doc("Bytes of a message, all fragments together and after inflating; a longer one closes with 1009.")
        int maxMessageBytes,

        @Doc("Frames a message may come in; more close with 1009.")
        int maxFragments,

        @Doc("How often the server pings; 0 = never.") Duration pingInterval,

        @Doc("How long a connection may give no sign of life, pongs included; then it counts as gone. 0 = for ever.")
        Duration idleTimeout,

        @Doc("How long to wait for the other end after our Close; then the connection is cut.")
        Duration closeTimeout,

        @Doc("Whether permessage-deflate is negotiated with clients that offer it.")
        boolean deflate,

        @Bytes
        @Doc(
                "Bytes from which on a message we send is compressed, where that was negotiated; shorter ones go as they are.")
        int deflateThresholdBytes,

        @Doc(
                "Pings and pongs a connection may send a second, ten times that in a burst; more close with 1008. 0 = no limit.")
        int maxControlsPerSecond,

        @Doc(
                "Refused messages a connection may send a second, ten times that in a burst; more close with 1008. Those refused because a peer has left or does not read do not count. 0 = no limit.")
        int maxErrorsPerSecond,

        @Doc(
                "Messages a connection may send a second, twice that in a burst; more are refused, and count as refused messages. 0 = no limit.")
        int maxMessagesPerSecond,

        @Doc(
                "Origins that may connect, exactly as browsers send them, such as https://app.example; others are refused with 403. Empty = any.")
        List<String> allowedOrigins,

        @Doc("Whether clients that send no Origin, as programs do, may connect although there is a list of origins.")
        boolean allowMissingOrigin) {

    /** RFC 6454, section 6.2: scheme, host and a port that is not the scheme's own; never a path. */
    private static final Pattern ORIGIN = Pattern.compile("[a-z][a-z0-9+.-]*://[^/?#@\\s\\p{Upper}]+");

    /** RFC 6455, section 5.5: every endpoint must take control frames of this payload. */
    private static final int MAX_CONTROL_BYTES = 125;

    private static final int MAX_RATE = 1_000_000;

    public static final WebSocketSettings DEFAULTS = new WebSocketSettings(
            1024 * 1024,
            1024 * 1024,
            1024,
            Duration.ofSeconds(25),
            Duration.ofSeconds(60),
            Duration.ofSeconds(5),
            false,
            256,
            100,
            10,
            0,
            List.of(),
            false);

    /** @throws ConfigurationException naming every component that is out of its range */
    public WebSocketSettings {
        allowedOrigins = List.copyOf(allowedOrigins);
        Checks checks = new Checks("websocket")
                .bytes("max-frame-bytes", maxFrameBytes, MAX_CONTROL_BYTES, Checks.MAX_BYTES)
                .bytes("max-message-bytes", maxMessageBytes, MAX_CONTROL_BYTES, Checks.MAX_BYTES)
                .that(
                        maxFrameBytes <= maxMessageBytes,
                        "max-frame-bytes",
                        Texts.ofBytes(maxFrameBytes),
                        "at most websocket.max-message-bytes, which is " + Texts.ofBytes(maxMessageBytes),
                        "max-message-bytes")
                .range("max-fragments", maxFragments, 1, 1 << 20)
                .timeOrZero("ping-interval", pingInterval)
                .timeOrZero("idle-timeout", idleTimeout)
                .that(
                        idleTimeout.isZero() || pingInterval.compareTo(idleTimeout) < 0,
                        "ping-interval",
                        Texts.ofDuration(pingInterval),
                        "below websocket.idle-timeout, which is " + Texts.ofDuration(idleTimeout),
                        "idle-timeout")
                .time("close-timeout", closeTimeout)
                .bytes("deflate-threshold-bytes", deflateThresholdBytes, 0, Checks.MAX_BYTES)
                .range("max-controls-per-second", maxControlsPerSecond, 0, MAX_RATE)
                .range("max-errors-per-second", maxErrorsPerSecond, 0, MAX_RATE)
                .range("max-messages-per-second", maxMessagesPerSecond, 0, MAX_RATE);
        for (String origin : allowedOrigins) {
            checks.that(
                    ORIGIN.matcher(origin).matches(),
                    "allowed-origins",
                    origin,
                    "an origin such as https://app.example, in lower case and without a path");
        }
        checks.verify();
    }
}
