package dev.ringdown.server.module;

import dev.ringdown.server.config.EchoSettings;
import dev.ringdown.server.dialect.Dialect;
import dev.ringdown.server.dialect.echo.EchoDialect;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Echo: everything comes back. */
record EchoModule(List<Dialect> dialects) implements ProtocolModule {
    static @Nullable ProtocolModule open(Parts parts) {
        EchoSettings settings = parts.configuration().echo();
        return settings.enabled() ? new EchoModule(List.of(new EchoDialect(settings))) : null;
    }
}
