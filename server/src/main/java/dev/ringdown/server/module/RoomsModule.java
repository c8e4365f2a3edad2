package dev.ringdown.server.module;

import dev.ringdown.server.config.RoomsSettings;
import dev.ringdown.server.dialect.Dialect;
import dev.ringdown.server.dialect.rooms.RoomsDialect;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rooms: names, rooms, and what their members send each other. */
final class RoomsModule implements ProtocolModule {
    private final Dialect dialect;
    private final int ownPort;

    private RoomsModule(Parts parts) {
        RoomsSettings settings = parts.configuration().rooms();
        this.dialect = new RoomsDialect(settings, parts.limits());
        // older clients may find it on the port that all share
        boolean isShared = settings.seedPort() != 0
                && settings.seedPort() == parts.configuration().listen().port();
        this.ownPort = isShared ? -1 : settings.seedPort();
    }

    static @Nullable ProtocolModule open(Parts parts) {
        return parts.configuration().rooms().enabled() ? new RoomsModule(parts) : null;
    }

    @Override
    public List<Dialect> dialects() {
        return List.of(dialect);
    }

    @Override
    public int ownPort() {
        return ownPort;
    }

    @Override
    public boolean hasPagesOnOwnPort() {
        return true;
    }
}
