package dev.ringdown.server.module;

import dev.ringdown.server.config.Configuration;
import dev.ringdown.server.config.FlyxSettings;
import dev.ringdown.server.core.AddressQuota;
import dev.ringdown.server.core.AddressRateLimiter;
import dev.ringdown.server.core.HostedRoom;
import dev.ringdown.server.core.HostedRooms;
import dev.ringdown.server.core.RoomOptions;
import dev.ringdown.server.core.RoomStore;
import dev.ringdown.server.dialect.Dialect;
import dev.ringdown.server.dialect.flyx.FlyxDialect;
import dev.ringdown.server.http.RoomsApi;
import dev.ringdown.server.http.Routes;
import dev.ringdown.server.store.DiskRooms;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Flyx: rooms that are made beforehand, where they are kept, the dialect that is spoken in them, and their REST. */
final class FlyxModule implements ProtocolModule {
    private static final Logger LOG = LoggerFactory.getLogger(FlyxModule.class);

    private final FlyxSettings settings;
    private final @Nullable RoomStore store;
    private final FlyxDialect dialect;
    private final RoomsApi api;

    private FlyxModule(FlyxSettings settings, @Nullable RoomStore store, FlyxDialect dialect, RoomsApi api) {
        this.settings = settings;
        this.store = store;
        this.dialect = dialect;
        this.api = api;
    }

    /** Opens the rooms that were kept, and makes the one that is there from the start. */
    static @Nullable ProtocolModule open(Parts parts) throws IOException {
        Configuration configuration = parts.configuration();
        FlyxSettings settings = configuration.flyx();
        if (!settings.enabled()) {
            return null;
        }
        String directory = configuration.data().directory();
        RoomStore store = directory.isEmpty() ? null : DiskRooms.open(Path.of(directory));
        boolean countsPrivate = configuration.limits().countPrivateAddresses();
        HostedRooms rooms = new HostedRooms(
                settings.maxRooms(), new AddressQuota(settings.maxRoomsPerAddress(), countsPrivate), store);
        AddressRateLimiter misses = new AddressRateLimiter(settings.maxMissesPerMinute(), countsPrivate);
        AddressRateLimiter made = new AddressRateLimiter(settings.maxRoomsPerMinute(), countsPrivate);
        if (settings.startUpRoom()) {
            RoomOptions forEver = new RoomOptions(settings.maxClients(), Duration.ZERO, Duration.ZERO, false, "{}");
            HostedRoom room = rooms.make(forEver).toCompletableFuture().join();
            LOG.info("Room {} is open", room.id());
        }
        FlyxDialect dialect = new FlyxDialect(
                settings,
                parts.limits(),
                rooms,
                misses,
                new AddressQuota(settings.maxAbsentPerAddress(), countsPrivate),
                parts.memory(),
                parts.timer());
        return new FlyxModule(settings, store, dialect, new RoomsApi(settings, rooms, misses, made));
    }

    @Override
    public List<Dialect> dialects() {
        return List.of(dialect);
    }

    @Override
    public int ownPort() {
        return settings.seedPort();
    }

    @Override
    public void addTo(Routes.Builder routes) {
        api.addTo(routes);
    }

    @Override
    public void addToManagement(Routes.Builder routes) {
        api.addToManagement(routes);
    }

    /** Why no persistent room can be made or changed now; null if that is possible. */
    @Override
    public @Nullable String fault() {
        return store == null ? null : store.fault();
    }

    /** Lets go of those who are absent, and writes what is left to write. */
    @Override
    public void close() {
        dialect.end();
        if (store != null) {
            store.close();
        }
    }
}
