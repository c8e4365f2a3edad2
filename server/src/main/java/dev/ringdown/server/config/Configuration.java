package dev.ringdown.server.config;

import java.util.List;
import java.util.Map;

/**
 * Everything that can be set, immutable and complete; any thread may read it. Made by {@link ConfigurationLoader} before the first port is bound,
 * printed by {@link ConfigurationPrinter}.
 *
 * <p>A setting's key is the path of the components that lead to it, in kebab case: {@code websocket().maxFrameBytes()} is
 * {@code websocket.max-frame-bytes}, and {@code RINGDOWN_WEBSOCKET_MAX_FRAME_BYTES} in the environment.
 */
public record Configuration(
        @Doc("The addresses, and what carries the bytes.") ListenSettings listen,

        @Doc("What a request may cost before it is a WebSocket.")
        HttpSettings http,

        @Doc("What a connection may send, and how its life is watched.")
        WebSocketSettings websocket,

        @Doc("How much may wait for one connection that reads slowly.")
        OutputSettings output,

        @Doc("How many connections there may be.") LimitSettings limits,

        @Doc("The rooms dialect.") RoomsSettings rooms,

        @Doc("The flyx dialect, and the rooms that are made for it.")
        FlyxSettings flyx,

        @Doc("What outlives the process.") DataSettings data,
        @Doc("The cheery dialect.") CheerySettings cheery,

        @Doc("The vyoma dialect.") VyomaSettings vyoma,

        @Doc("The bridge dialect.") BridgeSettings bridge,

        @Doc("A WebSocket that sends everything back, for diagnosis and conformance suites.")
        EchoSettings echo,

        @Doc(
                "STUN and TURN servers that clients are told of, such as {urls: [\"stun:stun.example.org:3478\"]}. Empty = host candidates only.")
        List<IceServer> iceServers,

        @Doc("The pages to try it out.") DemoSettings demo,

        @Doc("How the server ends.") ShutdownSettings shutdown,

        @Doc("What is logged, and how it is written.") LogSettings log) {

    /** What holds when nothing is set. */
    public static final Configuration DEFAULTS = new Configuration(
            ListenSettings.DEFAULTS,
            HttpSettings.DEFAULTS,
            WebSocketSettings.DEFAULTS,
            OutputSettings.DEFAULTS,
            LimitSettings.DEFAULTS,
            RoomsSettings.DEFAULTS,
            FlyxSettings.DEFAULTS,
            DataSettings.DEFAULTS,
            CheerySettings.DEFAULTS,
            VyomaSettings.DEFAULTS,
            BridgeSettings.DEFAULTS,
            EchoSettings.DEFAULTS,
            List.of(),
            DemoSettings.DEFAULTS,
            ShutdownSettings.DEFAULTS,
            LogSettings.DEFAULTS);

    /** @throws ConfigurationException when two sections contradict each other */
    public Configuration {
        iceServers = List.copyOf(iceServers);
        new Checks("")
                .distinct(List.of(
                        Map.entry("rooms.path", rooms.path()),
                        Map.entry("cheery.path", cheery.path()),
                        Map.entry("vyoma.path", vyoma.path()),
                        Map.entry("bridge.path", bridge.path()),
                        Map.entry("echo.path", echo.path())))
                .that(
                        output.maxPendingBytes() / 2 >= websocket.maxMessageBytes(),
                        "output.max-pending-bytes",
                        Texts.ofBytes(output.maxPendingBytes()),
                        "at least twice websocket.max-message-bytes, which is "
                                + Texts.ofBytes(websocket.maxMessageBytes()),
                        "websocket.max-message-bytes")
                .verify();
    }
}
