package dev.ringdown.server.core;

import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Collections;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
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

    /** What comes of making a room for a client. */
    public sealed interface Making permits Begun, Refusal {}

    /**
     * A room is made.
     *
     * @param room the room; if it is persistent, once it is on the disk
     */
    public record Begun(CompletionStage<HostedRoom> room) implements Making {}

    /** Why no room is made. */
    public enum Refusal implements Making {
        /** As many are there as may be made. */
        FULL,
        /** As many of this address are there as it may have. */
        TOO_MANY_OF_ADDRESS
    }

    private final KeyedMap<HostedRoom> rooms = new KeyedMap<>();
    private final ThreadLocal<SecureRandom> random = ThreadLocal.withInitial(SecureRandom::new);
    /** The same rooms in the order of their ids, so that a page of them is found without a look at all. */
    private final ConcurrentNavigableMap<String, HostedRoom> inOrder = new ConcurrentSkipListMap<>();

    private final int maxRooms;
    /** How many there are, or are being made: who makes one takes its place here first. */
    private final AtomicInteger places = new AtomicInteger();

    private final AddressQuota ofMakers;
    private final @Nullable RoomStore store;

    /**
     * Opens the rooms that the store has kept. All of them are there and count, even if they are more than may be made; who
     * made them is not kept, so they count for no address.
     *
     * @param maxRooms how many there may be for another to be made for a client
     * @param ofMakers how many an address may have made that are still there
     * @param store null if no room outlives the process
     */
    public HostedRooms(int maxRooms, AddressQuota ofMakers, @Nullable RoomStore store) {
        this.maxRooms = maxRooms;
        this.ofMakers = ofMakers;
        this.store = store;
        if (store != null) {
            Instant now = Instant.now();
            for (RoomStore.StoredRoom kept : store.rooms()) {
                Duration age = Duration.between(kept.createdAt(), now);
                places.incrementAndGet();
                add(new HostedRoom(
                        kept.id(), kept.createdAt(), age.isNegative() ? Duration.ZERO : age, kept.options(), null));
            }
            expire();
        }
    }

    /** Whether persistent rooms can be made. */
    public boolean keepsRooms() {
        return store != null;
    }

    /**
     * Makes a room with an id of its own, which cannot be guessed. For the server itself, which is not refused.
     *
     * @return the room; if it is persistent, once it is on the disk
     */
    public CompletionStage<HostedRoom> make(RoomOptions options) {
        places.incrementAndGet();
        return made(options, null);
    }

    /**
     * The same for a client, as long as there are not too many.
     *
     * @param maker the client's address
     */
    public Making make(RoomOptions options, InetAddress maker) {
        // first: whose address has too many takes no place of others, not even for a moment
        if (!ofMakers.tryEnter(maker)) {
            return places.get() >= maxRooms ? Refusal.FULL : Refusal.TOO_MANY_OF_ADDRESS;
        }
        if (!takePlace()) {
            ofMakers.leave(maker);
            return Refusal.FULL;
        }
        return new Begun(made(options, maker));
    }

    private boolean takePlace() {
        int taken;
        do {
            taken = places.get();
            if (taken >= maxRooms) {
                return false;
            }
        } while (!places.compareAndSet(taken, taken + 1));
        return true;
    }

    private CompletionStage<HostedRoom> made(RoomOptions options, @Nullable InetAddress maker) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        HostedRoom room;
        do {
            room = new HostedRoom(newId(), now, Duration.ZERO, options, maker);
        } while (!add(room));
        HostedRoom made = room;
        return keep(made, options).handle((kept, failure) -> {
            if (failure != null) {
                made.end();
                drop(made);
                throw new CompletionException(failure);
            }
            return made;
        });
    }

    private boolean add(HostedRoom room) {
        if (rooms.putIfAbsent(room.id(), room) != null) {
            return false;
        }
        inOrder.put(room.id(), room);
        return true;
    }

    private void drop(HostedRoom room) {
        if (rooms.remove(room.id(), room)) {
            inOrder.remove(room.id(), room);
            places.decrementAndGet();
            InetAddress maker = room.maker();
            if (maker != null) {
                ofMakers.leave(maker);
            }
        }
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
     * The rooms whose ids come after one, in the order of their ids.
     *
     * @param after an id, or any text
     */
    public Iterable<HostedRoom> after(String after) {
        return Collections.unmodifiableCollection(inOrder.tailMap(after, false).values());
    }

    /**
     * Holds a room to other options; whether it is persistent cannot change.
     *
     * @param change from the present options to others, which may be computed more than once; what it throws is answered, and
     *     changes nothing
     * @return whether the room is still there, when it is so; if it is persistent, once that is on the disk
     */
    public CompletionStage<Boolean> change(HostedRoom room, UnaryOperator<RoomOptions> change) {
        if (!room.options().persistent() || store == null) {
            room.change(change);
            return CompletableFuture.completedStage(!room.occupants().isOver());
        }
        return store.change(
                        room.id(),
                        kept -> new RoomStore.StoredRoom(kept.id(), kept.createdAt(), change.apply(kept.options())),
                        kept -> room.change(before -> kept.options()))
                .thenApply(kept -> kept != null);
    }

    /**
     * Deletes a room; who is in it is closed.
     *
     * @return done when it is gone; if it was persistent, from the disk too
     */
    public CompletionStage<Void> delete(HostedRoom room) {
        return forget(room).thenRun(() -> {
            room.end();
            drop(room);
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
                drop(room);
                forget(room);
                expired++;
            }
        }
        return expired;
    }

    private CompletionStage<Void> keep(HostedRoom room, RoomOptions options) {
        if (!options.persistent() || store == null) {
            return DONE;
        }
        return store.put(new RoomStore.StoredRoom(room.id(), room.createdAt(), options));
    }

    private CompletionStage<Void> forget(HostedRoom room) {
        return room.options().persistent() && store != null ? store.remove(room.id()) : DONE;
    }

    private String newId() {
        StringBuilder id = new StringBuilder(ID_LENGTH);
        for (int i = 0; i < ID_LENGTH; i++) {
            id.append(ALPHABET.charAt(random.get().nextInt(ALPHABET.length())));
        }
        return id.toString();
    }
}
