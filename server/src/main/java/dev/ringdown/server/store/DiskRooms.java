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
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
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

    private static final int TRY_AGAIN_SECONDS = 2;

    /**
     * What is to become of a room, and who waits for it.
     *
     * @param change from what is kept, null for nothing, to what is to be kept, null for nothing
     * @param applied is told what is kept, on the store's thread
     */
    private record Change(
            String id,
            Function<@Nullable StoredRoom, @Nullable StoredRoom> change,
            Consumer<StoredRoom> applied,
            CompletableFuture<@Nullable StoredRoom> written) {
        Change(String id, Function<@Nullable StoredRoom, @Nullable StoredRoom> change, Consumer<StoredRoom> applied) {
            this(id, change, applied, new CompletableFuture<>());
        }

        void succeed(@Nullable StoredRoom kept) {
            if (kept != null) {
                applied.accept(kept);
            }
            written.complete(kept);
        }
    }

    private final RoomFile file;
    private final List<StoredRoom> rooms;
    private final BlockingQueue<Change> changes = new LinkedBlockingQueue<>();
    private final Change end = new Change("", kept -> kept, kept -> {});
    /** Why the last write failed; null if it did not. */
    private volatile @Nullable String fault;

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
        // a folder that can only be read is to be known now, and not with the first room
        store.tryToWrite();
        store.writer.start();
        return store;
    }

    @Override
    public List<StoredRoom> rooms() {
        return rooms;
    }

    @Override
    public CompletionStage<Void> put(StoredRoom room) {
        return add(new Change(room.id(), before -> room, kept -> {})).thenAccept(kept -> {});
    }

    @Override
    public CompletionStage<Void> remove(String id) {
        return add(new Change(id, before -> null, kept -> {})).thenAccept(kept -> {});
    }

    @Override
    public CompletionStage<@Nullable StoredRoom> change(
            String id, UnaryOperator<StoredRoom> change, Consumer<StoredRoom> applied) {
        return add(new Change(id, before -> before == null ? null : change.apply(before), applied));
    }

    @Override
    public @Nullable String fault() {
        return fault;
    }

    private CompletionStage<@Nullable StoredRoom> add(Change change) {
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
                Change first = fault == null ? changes.take() : changes.poll(TRY_AGAIN_SECONDS, TimeUnit.SECONDS);
                List<Change> batch = new ArrayList<>();
                if (first == null) {
                    tryToWrite();
                    continue;
                }
                batch.add(first);
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
        List<Runnable> answers = new ArrayList<>();
        try {
            for (Change change : batch) {
                StoredRoom before = latest.containsKey(change.id()) ? latest.get(change.id()) : file.find(change.id());
                try {
                    StoredRoom after = change.change().apply(before);
                    latest.put(change.id(), after);
                    answers.add(() -> change.succeed(after));
                } catch (RuntimeException refused) {
                    answers.add(() -> change.written().completeExceptionally(refused));
                }
            }
            if (!latest.isEmpty()) {
                file.write(latest);
                fault = null;
            }
            answers.forEach(Runnable::run);
        } catch (IOException | RuntimeException failure) {
            IOException reason = failed(failure);
            batch.forEach(change -> change.written().completeExceptionally(reason));
        }
    }

    /** Finds out whether the disk takes anything, without a change. */
    private void tryToWrite() {
        try {
            file.write(Map.of());
            if (fault != null) {
                LOG.info("The room store can be written again");
            }
            fault = null;
        } catch (IOException | RuntimeException failure) {
            failed(failure);
        }
    }

    private IOException failed(Exception failure) {
        if (fault == null) {
            LOG.error("The room store cannot be written, and no persistent room can be made: {}", failure.getMessage());
        }
        fault = "the room store cannot be written";
        return failure instanceof IOException io ? io : new IOException(failure);
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
