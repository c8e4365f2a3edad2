package dev.ringdown.server.core;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;

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
    record StoredRoom(String id, Instant createdAt, RoomTerms terms) {}

    /** The rooms that were kept when the store was opened. */
    List<StoredRoom> rooms();

    /**
     * Keeps a room, in the place of one with the same id.
     *
     * @return done once it is on the disk for good; failed with a {@link java.io.IOException} if it could not be written
     */
    CompletionStage<Void> put(StoredRoom room);

    /** Keeps a room no longer; as {@link #put}. */
    CompletionStage<Void> remove(String id);

    /** Writes what is left to write. */
    @Override
    void close();
}
