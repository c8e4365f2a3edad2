package dev.ringdown.server.store;

import dev.ringdown.server.core.RoomStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rooms in a folder on the disk. One thread of its own writes, what has gathered at a time in one go, and answers on that
 * thread; nobody else ever waits for the disk.
 */
public final class DiskRooms implements RoomStore {
    private static final Logger LOG = LoggerFactory.getLogger(DiskRooms.class);
    private static final int MOST_AT_ONCE = 1024;
    private static final int CLOSE_WITHIN_SECONDS = 10;

    /** A room to keep, or to keep no longer, and who waits for it. */
    private record Change(String id, @Nullable StoredRoom room, CompletableFuture<Void> written) {}

    private final RoomFile file;
    private final List<StoredRoom> rooms;
    private final BlockingQueue<Change> changes = new LinkedBlockingQueue<>();
    private final Change end = new Change("", null, new CompletableFuture<>());
    private final Thread writer = new Thread(this::run, "room-store");

    private DiskRooms(RoomFile file, List<StoredRoom> rooms) {
        this.file = file;
        this.rooms = List.copyOf(rooms);
        writer.setDaemon(true);
    }

    /**
     * Opens a store, and makes one where there is none.
     *
     * @param directory made if it is not there
     * @throws IOException if what is there is damaged, cannot be read, or belongs to another process; it is left as it is
     */
    public static DiskRooms open(Path directory) throws IOException {
        Files.createDirectories(directory);
        RoomFile file = new RoomFile(directory);
        DiskRooms store = new DiskRooms(file, file.open());
        store.writer.start();
        return store;
    }

    @Override
    public List<StoredRoom> rooms() {
        return rooms;
    }

    @Override
    public CompletionStage<Void> put(StoredRoom room) {
        return change(new Change(room.id(), room, new CompletableFuture<>()));
    }

    @Override
    public CompletionStage<Void> remove(String id) {
        return change(new Change(id, null, new CompletableFuture<>()));
    }

    private CompletionStage<Void> change(Change change) {
        changes.add(change);
        if (end.written().isDone()) {
            refuseTheRest();
        }
        return change.written();
    }

    private void refuseTheRest() {
        for (Change late = changes.poll(); late != null; late = changes.poll()) {
            late.written().completeExceptionally(new IOException("The room store is closed"));
        }
    }

    private void run() {
        try {
            boolean goesOn = true;
            while (goesOn) {
                List<Change> batch = new ArrayList<>(List.of(changes.take()));
                changes.drainTo(batch, MOST_AT_ONCE);
                goesOn = !batch.remove(end);
                write(batch);
            }
        } catch (InterruptedException stop) {
            LOG.warn("The room store was interrupted; {} changes are lost", changes.size());
        } finally {
            file.close();
            end.written().complete(null);
            refuseTheRest();
        }
    }

    private void write(List<Change> batch) {
        Map<String, @Nullable StoredRoom> latest = new LinkedHashMap<>();
        batch.forEach(change -> latest.put(change.id(), change.room()));
        try {
            if (!latest.isEmpty()) {
                file.write(latest);
            }
            batch.forEach(change -> change.written().complete(null));
        } catch (IOException | RuntimeException failure) {
            LOG.warn("The room store could not be written: {}", failure.getMessage());
            IOException reason = failure instanceof IOException io ? io : new IOException(failure);
            batch.forEach(change -> change.written().completeExceptionally(reason));
        }
    }

    @Override
    public void close() {
        changes.add(end);
        try {
            writer.join(TimeUnit.SECONDS.toMillis(CLOSE_WITHIN_SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
