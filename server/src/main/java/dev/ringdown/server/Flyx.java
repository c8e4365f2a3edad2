package dev.ringdown.server;

import dev.ringdown.server.config.Configuration;
import dev.ringdown.server.config.FlyxSettings;
import dev.ringdown.server.core.AddressBudget;
import dev.ringdown.server.core.AddressQuota;
import dev.ringdown.server.core.HostedRoom;
import dev.ringdown.server.core.HostedRooms;
import dev.ringdown.server.core.MemoryBudget;
import dev.ringdown.server.core.RoomStore;
import dev.ringdown.server.core.RoomTerms;
import dev.ringdown.server.dialect.MessageLimits;
import dev.ringdown.server.dialect.flyx.FlyxDialect;
import dev.ringdown.server.http.RoomsApi;
import dev.ringdown.server.store.DiskRooms;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the flyx door consists of: its rooms, where they are kept, the dialect that is spoken in them, and their REST. */
final class Flyx implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Flyx.class);

    private final @Nullable RoomStore store;
    private final FlyxDialect dialect;
    private final RoomsApi api;

    private Flyx(@Nullable RoomStore store, FlyxDialect dialect, RoomsApi api) {
        this.store = store;
        this.dialect = dialect;
        this.api = api;
    }

    /**
     * Opens the rooms that were kept, and makes the one that is there from the start.
     *
     * @param memory of the process
     * @param timer looks for what has expired
     * @throws IOException if the store cannot be used
     */
    static Flyx open(
            Configuration configuration, MessageLimits limits, MemoryBudget memory, ScheduledExecutorService timer)
            throws IOException {
        FlyxSettings settings = configuration.flyx();
        String directory = configuration.data().directory();
        RoomStore store = directory.isEmpty() ? null : DiskRooms.open(Path.of(directory));
        boolean countsPrivate = configuration.limits().countPrivateAddresses();
        HostedRooms rooms = new HostedRooms(
                settings.maxRooms(), new AddressQuota(settings.maxRoomsPerAddress(), countsPrivate), store);
        AddressBudget misses = new AddressBudget(settings.maxMissesPerMinute(), countsPrivate);
        AddressBudget made = new AddressBudget(settings.maxRoomsPerMinute(), countsPrivate);
        if (settings.startUpRoom()) {
            RoomTerms forEver = new RoomTerms(settings.maxClients(), Duration.ZERO, Duration.ZERO, false, "{}");
            HostedRoom room = rooms.make(forEver).toCompletableFuture().join();
            LOG.info("Room {} is open", room.id());
        }
        FlyxDialect dialect = new FlyxDialect(
                settings,
                limits,
                rooms,
                misses,
                new AddressQuota(settings.maxAbsentPerAddress(), countsPrivate),
                memory,
                timer);
        return new Flyx(store, dialect, new RoomsApi(settings, rooms, misses, made));
    }

    FlyxDialect dialect() {
        return dialect;
    }

    RoomsApi api() {
        return api;
    }

    /** Why no persistent room can be made or changed now; null if that is possible. */
    @Nullable
    String fault() {
        return store == null ? null : store.fault();
    }

    /** Lets go of those who are absent, and writes what is left to write. When there are no connections any more. */
    @Override
    public void close() {
        dialect.end();
        if (store != null) {
            store.close();
        }
    }
}
