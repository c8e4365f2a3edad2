package dev.ringdown.server.module;

import dev.ringdown.server.config.VyomaSettings;
import dev.ringdown.server.dialect.Dialect;
import dev.ringdown.server.dialect.vyoma.VyomaDialect;
import dev.ringdown.server.http.Responses;
import dev.ringdown.server.http.Routes;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Vyoma: strangers in pairs. */
record VyomaModule(List<Dialect> dialects, int ownPort) implements ProtocolModule {
    /** What older clients look for to see whether the server runs. */
    private static final String HEALTH = "\ud83d\ude80 Vyoma WebSocket server running\n";

    static @Nullable ProtocolModule open(Parts parts) {
        VyomaSettings settings = parts.configuration().vyoma();
        return settings.enabled()
                ? new VyomaModule(List.of(new VyomaDialect(settings, parts.limits())), settings.seedPort())
                : null;
    }

    @Override
    public void addToOwnPort(Routes.Builder routes) {
        routes.get("/", request -> Responses.text(HttpResponseStatus.OK, HEALTH));
    }
}
