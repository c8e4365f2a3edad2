package dev.ringdown.server.core;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Where rooms that outlive the process are kept. Any thread may call any method; none waits for the disk but {@link
 * #close}.
 */
public interface RoomStore extends AutoCloseable {
    /**
     * A room as it is kept.
     *
     * @param createdAt when it was made, by the wall clock
     */
    record StoredRoom(String id, Instant createdAt, RoomOptions options) {}

    /** The rooms that were kept when the store was opened. */
    List<StoredRoom> rooms();

    /**
     * Keeps a room, in the place of one with the same id.
     *
     * @return done once it is on the disk for good; failed with a {@link java.io.IOException} if it could not be written
     */
    CompletionStage<Void> put(StoredRoom room);

    /**
     * Changes a room that is kept. The change is computed in the order of the store, on top of all that was asked for before
     * it: so none is lost, and a room that was removed is not there again.
     *
     * @param change from what is kept to what is to be kept; what it throws is answered, and changes nothing
     * @param applied is told what is kept, once it is on the disk for good, in the order of the changes
     * @return what is kept now, or null if the room is not kept any more; as {@link #put}
     */
    CompletionStage<@Nullable StoredRoom> change(
            String id, UnaryOperator<StoredRoom> change, Consumer<StoredRoom> applied);

    /** Why nothing can be written at the moment; null if all is well, as far as is known. */
    @Nullable
    String fault();

    /** Keeps a room no longer; as {@link #put}. */
    CompletionStage<Void> remove(String id);

    /** Writes what is left to write. */
    @Override
    void close();
}
