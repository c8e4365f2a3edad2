package dev.ringdown.server.core;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The hosted rooms of one dialect, by id. A room exists from its making to its deletion or expiry, and a persistent one
 * beyond the end of the process.
 *
 * <p>Any event loop may call any method; none blocks. What takes the disk is answered later, on the store's thread.
 */
public final class HostedRooms {
    /** How many characters an id has, all of them letters of the English alphabet or digits. */
    public static final int ID_LENGTH = 6;

    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final CompletionStage<Void> DONE = CompletableFuture.completedStage(null);

    private final KeyedMap<HostedRoom> rooms = new KeyedMap<>();
    private final ThreadLocal<SecureRandom> random = ThreadLocal.withInitial(SecureRandom::new);
    private final int maxRooms;
    private final @Nullable RoomStore store;

    /**
     * Opens the rooms that the store has kept.
     *
     * @param maxRooms how many may be made
     * @param store null if no room outlives the process
     */
    public HostedRooms(int maxRooms, @Nullable RoomStore store) {
        this.maxRooms = maxRooms;
        this.store = store;
        if (store != null) {
            Instant now = Instant.now();
            for (RoomStore.StoredRoom kept : store.rooms()) {
                Duration age = Duration.between(kept.createdAt(), now);
                rooms.put(
                        kept.id(),
                        new HostedRoom(
                                kept.id(), kept.createdAt(), age.isNegative() ? Duration.ZERO : age, kept.terms()));
            }
            expire();
        }
    }

    /** Whether persistent rooms can be made. */
    public boolean keepsRooms() {
        return store != null;
    }

    /** Whether no more rooms can be made. */
    public boolean isFull() {
        return rooms.size() >= maxRooms;
    }

    /**
     * Makes a room with an id of its own, which cannot be guessed.
     *
     * @return the room; if it is persistent, once it is on the disk
     */
    public CompletionStage<HostedRoom> make(RoomTerms terms) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        HostedRoom room;
        do {
            room = new HostedRoom(newId(), now, Duration.ZERO, terms);
        } while (rooms.putIfAbsent(room.id(), room) != null);
        HostedRoom made = room;
        return keep(made, terms).handle((kept, failure) -> {
            if (failure != null) {
                made.end();
                rooms.remove(made.id(), made);
                throw new CompletionException(failure);
            }
            return made;
        });
    }

    /** The room of an id; null if there is none. */
    public @Nullable HostedRoom find(String id) {
        return rooms.get(id);
    }

    /** All rooms, in no order. */
    public Collection<HostedRoom> all() {
        return rooms.values();
    }

    /**
     * Holds a room to other terms; whether it is persistent cannot change.
     *
     * @return done when it is so; if it is persistent, once that is on the disk
     */
    public CompletionStage<Void> change(HostedRoom room, RoomTerms terms) {
        return keep(room, terms).thenCompose(kept -> {
            room.terms(terms);
            // somebody may have deleted it while this was written
            return room.attendance().isOver() ? forget(room) : DONE;
        });
    }

    /**
     * Deletes a room; who is in it is closed.
     *
     * @return done when it is gone; if it was persistent, from the disk too
     */
    public CompletionStage<Void> delete(HostedRoom room) {
        return forget(room).thenRun(() -> {
            room.end();
            rooms.remove(room.id(), room);
        });
    }

    /**
     * Deletes the rooms whose time is over. One thread calls it every now and then.
     *
     * @return how many
     */
    public int expire() {
        long now = System.nanoTime();
        int expired = 0;
        for (HostedRoom room : rooms.values()) {
            if (room.expire(now)) {
                room.end();
                rooms.remove(room.id(), room);
                forget(room);
                expired++;
            }
        }
        return expired;
    }

    private CompletionStage<Void> keep(HostedRoom room, RoomTerms terms) {
        if (!terms.persistent() || store == null) {
            return DONE;
        }
        return store.put(new RoomStore.StoredRoom(room.id(), room.createdAt(), terms));
    }

    private CompletionStage<Void> forget(HostedRoom room) {
        return room.terms().persistent() && store != null ? store.remove(room.id()) : DONE;
    }

    private String newId() {
        StringBuilder id = new StringBuilder(ID_LENGTH);
        for (int i = 0; i < ID_LENGTH; i++) {
            id.append(ALPHABET.charAt(random.get().nextInt(ALPHABET.length())));
        }
        return id.toString();
    }
}
