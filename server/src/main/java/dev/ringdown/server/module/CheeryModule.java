package dev.ringdown.server.module;

import dev.ringdown.server.config.CheerySettings;
import dev.ringdown.server.dialect.Dialect;
import dev.ringdown.server.dialect.cheery.CheeryDialect;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Cheery: who is online, and at which address. */
record CheeryModule(List<Dialect> dialects, int ownPort) implements ProtocolModule {
    static @Nullable ProtocolModule open(Parts parts) {
        CheerySettings settings = parts.configuration().cheery();
        return settings.enabled()
                ? new CheeryModule(
                        List.of(new CheeryDialect(settings, parts.limits(), parts.timer())), settings.seedPort())
                : null;
    }
}
