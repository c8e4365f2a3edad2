package dev.ringdown.server.module;

import dev.ringdown.server.config.BridgeSettings;
import dev.ringdown.server.config.ListenSettings;
import dev.ringdown.server.dialect.Dialect;
import dev.ringdown.server.dialect.bridge.BridgeDialect;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Bridge: an address book, over plain TCP and, if that is wanted, over WebSocket. */
record BridgeModule(LinesEndpoint lines, List<Dialect> dialects) implements ProtocolModule {
    static @Nullable ProtocolModule open(Parts parts) {
        ListenSettings listen = parts.configuration().listen();
        if (listen.bridgePort() < 0) {
            return null;
        }
        BridgeSettings settings = parts.configuration().bridge();
        BridgeDialect dialect = new BridgeDialect(settings);
        LinesEndpoint lines = new LinesEndpoint(listen.bridgeHost(), listen.bridgePort(), dialect);
        return new BridgeModule(
                lines,
                settings.websocket()
                        ? List.of(dialect.overWebSocket(settings.path(), isLoopback(listen.bridgeHost())))
                        : List.of());
    }

    private static boolean isLoopback(String host) {
        // null for a name that leads nowhere, which is told of when the port is opened
        InetAddress address = new InetSocketAddress(host, 0).getAddress();
        return address != null && address.isLoopbackAddress();
    }
}
