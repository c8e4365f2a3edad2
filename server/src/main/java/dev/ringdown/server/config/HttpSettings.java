package dev.ringdown.server.config;

import java.time.Duration;

/** Section {@code http}: what a request may cost before it is a WebSocket. */
public record HttpSettings(
        @Bytes @Doc("Bytes of a request line; a longer one is answered with 414.")
        int maxRequestLineBytes,

        @Bytes @Doc("Bytes of all headers of a request; more is answered with 431.")
        int maxHeaderBytes,

        @Bytes @Doc("Bytes of a request's body; more is answered with 413.")
        int maxBodyBytes,

        @Doc("How long a new connection may take to send its first complete request; then it is closed.")
        Duration handshakeTimeout,

        @Doc("How long a connection may wait between two requests; then it is closed.")
        Duration keepAliveTimeout) {

    public static final HttpSettings DEFAULTS =
            new HttpSettings(8 * 1024, 16 * 1024, 64 * 1024, Duration.ofSeconds(10), Duration.ofSeconds(60));

    /** @throws ConfigurationException naming every component that is out of its range */
    public HttpSettings {
        new Checks("http")
                .bytes("max-request-line-bytes", maxRequestLineBytes, 64, 1 << 20)
                .bytes("max-header-bytes", maxHeaderBytes, 256, 1 << 24)
                .bytes("max-body-bytes", maxBodyBytes, 0, 1 << 26)
                .time("handshake-timeout", handshakeTimeout)
                .time("keep-alive-timeout", keepAliveTimeout)
                .verify();
    }
}
