package dev.ringdown.server.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ringdown.protocol.Introduction;
import java.io.IOException;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Hosted rooms whose store fails, or answers when the test says so. One thread. */
final class HostedRoomsTest {
    private static final RoomOptions KEPT = new RoomOptions(5, Duration.ZERO, Duration.ZERO, true, "{}");
    private static final RoomOptions PASSING = new RoomOptions(5, Duration.ZERO, Duration.ZERO, false, "{}");

    /** A store that does nothing before it is told to, or that refuses everything. */
    private static final class Store implements RoomStore {
        private final List<StoredRoom> before;
        private final List<Runnable> waiting = new ArrayList<>();
        private @Nullable StoredRoom kept;
        private boolean broken;

        Store(List<StoredRoom> before) {
            this.before = before;
        }

        void run() {
            List.copyOf(waiting).forEach(Runnable::run);
            waiting.clear();
        }

        private <T> CompletionStage<T> later(Supplier<T> task) {
            CompletableFuture<T> done = new CompletableFuture<>();
            waiting.add(() -> {
                if (broken) {
                    done.completeExceptionally(new IOException("full"));
                } else {
                    done.complete(task.get());
                }
            });
            return done;
        }

        @Override
        public List<StoredRoom> rooms() {
            return before;
        }

        @Override
        public CompletionStage<Void> put(StoredRoom room) {
            return this.<Object>later(() -> kept = room).thenAccept(written -> {});
        }

        @Override
        public CompletionStage<Void> remove(String id) {
            return this.<Object>later(() -> {
                        kept = null;
                        return id;
                    })
                    .thenAccept(written -> {});
        }

        @Override
        public CompletionStage<@Nullable StoredRoom> change(
                String id, UnaryOperator<StoredRoom> change, Consumer<StoredRoom> applied) {
            return later(() -> {
                if (kept != null) {
                    kept = change.apply(kept);
                    applied.accept(kept);
                }
                return kept;
            });
        }

        @Override
        public @Nullable String fault() {
            return null;
        }

        @Override
        public void close() {}
    }

    private final Store store = new Store(List.of());
    private final HostedRooms rooms = new HostedRooms(10, new AddressQuota(1, true), store);

    private HostedRoom made() {
        CompletableFuture<HostedRoom> making = rooms.make(KEPT).toCompletableFuture();
        store.run();
        return making.join();
    }

    private static UnaryOperator<RoomOptions> peers(int more) {
        return options -> new RoomOptions(
                options.maxPeers() + more,
                options.idleTimeout(),
                options.timeToLive(),
                options.persistent(),
                options.metadata());
    }

    @Test
    void aRoomThatCouldNotBeStoredIsNotThereAndItsMakerMayMakeAnother() throws IOException {
        InetAddress maker = InetAddress.getByName("192.0.2.1");
        store.broken = true;
        CompletableFuture<HostedRoom> making =
                ((HostedRooms.Begun) rooms.make(KEPT, maker)).room().toCompletableFuture();
        HostedRoom room = rooms.all().iterator().next();
        store.run();
        assertThat(making).isCompletedExceptionally();
        assertThat(rooms.all()).isEmpty();
        assertThat(rooms.after("")).isEmpty();
        assertThat(rooms.find(room.id())).isNull();
        Peer late = new Peer(PeerId.random(new SecureRandom()), "", new Introduction(new byte[0]), Nowhere.LINK);
        assertThat(Objects.requireNonNull(room.enter(late)).isOver()).isTrue();
        assertThat(room.occupants().isOver()).isTrue();
        store.broken = false;
        assertThat(rooms.make(KEPT, maker)).isInstanceOf(HostedRooms.Begun.class);
        assertThat(rooms.make(KEPT, maker)).as("a second one").isEqualTo(HostedRooms.Refusal.TOO_MANY_OF_ADDRESS);
    }

    /** Nobody takes them away, but there is no other until there are fewer than may be. */
    @Test
    void roomsFromBeforeARestartCountEvenIfTheyAreMoreThanMayBeMade() {
        Store full = new Store(Stream.of("first", "second", "third")
                .map(id -> new RoomStore.StoredRoom(id, Instant.now(), KEPT))
                .toList());
        HostedRooms restored = new HostedRooms(2, new AddressQuota(1, true), full);
        assertThat(restored.all()).hasSize(3);
        for (String id : List.of("first", "second")) {
            assertThat(restored.make(PASSING, TestAddresses.of(0))).isEqualTo(HostedRooms.Refusal.FULL);
            restored.delete(Objects.requireNonNull(restored.find(id)));
            full.run();
        }
        assertThat(restored.make(PASSING, TestAddresses.of(0))).isInstanceOf(HostedRooms.Begun.class);
        assertThat(restored.make(PASSING, TestAddresses.of(0)))
                .as("full is said first")
                .isEqualTo(HostedRooms.Refusal.FULL);
        assertThat(restored.make(PASSING, TestAddresses.of(1))).isEqualTo(HostedRooms.Refusal.FULL);
        restored.make(PASSING);
        assertThat(restored.all()).as("the server itself is not refused").hasSize(3);
    }

    @Test
    void whoIsRefusedTakesNoPlaceAndNoneOfItsAddress() {
        HostedRooms two = new HostedRooms(2, new AddressQuota(1, true), null);
        assertThat(two.make(PASSING, TestAddresses.of(0))).isInstanceOf(HostedRooms.Begun.class);
        for (int i = 0; i < 3; i++) {
            assertThat(two.make(PASSING, TestAddresses.of(0))).isEqualTo(HostedRooms.Refusal.TOO_MANY_OF_ADDRESS);
        }
        assertThat(two.make(PASSING, TestAddresses.of(1))).isInstanceOf(HostedRooms.Begun.class);
        for (int i = 0; i < 3; i++) {
            assertThat(two.make(PASSING, TestAddresses.of(2))).isEqualTo(HostedRooms.Refusal.FULL);
        }
        two.delete(two.all().iterator().next());
        assertThat(two.make(PASSING, TestAddresses.of(2))).isInstanceOf(HostedRooms.Begun.class);
        assertThat(two.all()).hasSize(2);
    }

    @Test
    void aChangeThatComesAfterTheDeletionDoesNotBringTheRoomBack() {
        HostedRoom room = made();
        CompletableFuture<Void> deleted = rooms.delete(room).toCompletableFuture();
        CompletableFuture<Boolean> changed = rooms.change(room, peers(1)).toCompletableFuture();
        store.run();
        assertThat(deleted).isCompleted();
        assertThat(changed.join()).as("is there").isFalse();
        assertThat(store.kept).isNull();
        assertThat(rooms.find(room.id())).isNull();
    }

    @Test
    void aDeletionThatComesAfterAChangeTakesTheRoomAwayAndARoomThatIsOverIsNotChanged() {
        HostedRoom room = made();
        rooms.change(room, peers(1));
        rooms.delete(room);
        store.run();
        assertThat(store.kept).isNull();
        HostedRoom passing = rooms.make(PASSING).toCompletableFuture().join();
        rooms.delete(passing);
        assertThat(rooms.change(passing, peers(1)).toCompletableFuture().join()).isFalse();
    }

    @Test
    void changesAreComputedWhereTheyAreAppliedAndHoldOnceTheyAreStored() {
        HostedRoom room = made();
        rooms.change(room, peers(1));
        rooms.change(room, peers(2));
        assertThat(room.options().maxPeers()).as("before they are stored").isEqualTo(5);
        store.run();
        assertThat(room.options().maxPeers()).isEqualTo(8);
        assertThat(Objects.requireNonNull(store.kept).options().maxPeers()).isEqualTo(8);
        store.broken = true;
        CompletableFuture<Boolean> failed = rooms.change(room, peers(1)).toCompletableFuture();
        store.run();
        assertThatThrownBy(failed::join).hasCauseInstanceOf(IOException.class);
        assertThat(room.options().maxPeers()).isEqualTo(8);
    }

    @Test
    void aRoomThatIsEmptyForTooLongIsOverButNotIfSomebodyCameMeanwhile() {
        RoomOptions brief = new RoomOptions(5, Duration.ofNanos(1), Duration.ZERO, false, "{}");
        HostedRoom room = new HostedRoom("ABCDEF", Instant.EPOCH, Duration.ZERO, brief, null);
        Peer peer = new Peer(PeerId.random(new SecureRandom()), "", new Introduction(new byte[0]), Nowhere.LINK);
        Occupants nobody = room.occupants();
        room.enter(peer);
        assertThat(room.expire(System.nanoTime())).isFalse();
        assertThat(room.endUnlessChanged(nobody))
                .as("seen empty before the peer came")
                .isFalse();
        assertThat(room.occupants().host()).isSameAs(peer);
        room.leave(peer);
        assertThat(room.expire(System.nanoTime())).isTrue();
        assertThat(room.occupants().isOver()).isTrue();
    }
}
