package dev.ringdown.server.config;

import java.util.Map;
import java.util.TreeMap;

/** A text for every setting, each another than the default, together a configuration that is allowed. */
final class EverySetting {
    static final Map<String, String> CHANGED = new TreeMap<>(Map.ofEntries(
            Map.entry("listen.host", "::1"),
            Map.entry("listen.port", "0"),
            Map.entry("listen.management-host", "127.0.0.2"),
            Map.entry("listen.management-port", "-1"),
            Map.entry("listen.bridge-host", "localhost"),
            Map.entry("listen.bridge-port", "5556"),
            Map.entry("listen.seed-ports", "true"),
            Map.entry("listen.transport", "io_uring"),
            Map.entry("listen.loops", "3"),
            Map.entry("listen.backlog", "128"),
            Map.entry("http.max-request-line-bytes", "4KiB"),
            Map.entry("http.max-header-bytes", "10000"),
            Map.entry("http.max-body-bytes", "0"),
            Map.entry("http.handshake-timeout", "1500ms"),
            Map.entry("http.keep-alive-timeout", "24h"),
            Map.entry("websocket.max-frame-bytes", "1MiB"),
            Map.entry("websocket.max-message-bytes", "1GiB"),
            Map.entry("websocket.max-fragments", "1"),
            Map.entry("websocket.ping-interval", "0"),
            Map.entry("websocket.idle-timeout", "90s"),
            Map.entry("websocket.close-timeout", "1ms"),
            Map.entry("websocket.deflate", "true"),
            Map.entry("websocket.deflate-threshold-bytes", "257"),
            Map.entry("websocket.max-controls-per-second", "101"),
            Map.entry("websocket.max-errors-per-second", "0"),
            Map.entry("websocket.max-messages-per-second", "50"),
            Map.entry("websocket.allowed-origins", "[\"https://app.example\", \"http://[::1]:3000\"]"),
            Map.entry("output.high-water-mark", "128KiB"),
            Map.entry("output.low-water-mark", "127KiB"),
            Map.entry("output.max-pending-bytes", "128 KiB"),
            Map.entry("output.stalled-timeout", "11 s"),
            Map.entry("limits.max-connections", "100000"),
            Map.entry("limits.max-connections-per-address", "64"),
            Map.entry("rooms.enabled", "false"),
            Map.entry("rooms.path", "/signaling/v1"),
            Map.entry("rooms.identify-timeout", "6s"),
            Map.entry("rooms.max-name-bytes", "64 B"),
            Map.entry("rooms.max-room-id-bytes", "65"),
            Map.entry("rooms.max-members", "2"),
            Map.entry("cheery.enabled", "false"),
            Map.entry("cheery.path", "/users"),
            Map.entry("cheery.max-name-bytes", "63"),
            Map.entry("cheery.max-ip-bytes", "45"),
            Map.entry("cheery.list-interval", "50ms"),
            Map.entry("cheery.heartbeat-interval", "0"),
            Map.entry("cheery.seed-port", "0"),
            Map.entry("echo.enabled", "true"),
            Map.entry("echo.path", "/"),
            Map.entry("echo.max-message-bytes", "32MiB"),
            Map.entry("echo.max-fragments", "7"),
            Map.entry("ice-servers", """
                    [{"urls": ["stun:stun.example.org:3478"]},
                     {"urls": ["turn:turn.example.org?transport=udp", "turns:turn.example.org:443?transport=tcp"],
                      "username": "0123", "credential": "p\\"ss\\\\w: #örd 😀"}]"""),
            Map.entry("demo.enabled", "false"),
            Map.entry("shutdown.drain-timeout", "0"),
            Map.entry("log.format", "json"),
            Map.entry("log.level", "trace")));

    private EverySetting() {}
}
