package dev.ringdown.server.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.ringdown.server.core.RoomOptions;
import dev.ringdown.server.core.RoomStore.StoredRoom;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rooms on disk: they are there again, or the store says why not and leaves its files alone. */
final class DiskRoomsTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @BeforeAll
    static void observe() {
        ObservedDisk.register();
    }

    private Path data() {
        return folder.resolve("deep/down");
    }

    private Path file() {
        return data().resolve("rooms.mv");
    }

    private static StoredRoom room(String id) {
        RoomOptions options = new RoomOptions(
                5, Duration.ofSeconds(7), Duration.ofDays(400), true, "{\"title\":\"Größe 🎯 of " + id + "\"}");
        return new StoredRoom(id, Instant.ofEpochMilli(1_700_000_000_123L), options);
    }

    private void fill(int count) throws IOException {
        try (DiskRooms store = DiskRooms.open(data())) {
            for (int i = 0; i < count; i++) {
                store.put(room("room" + (10 + i))).toCompletableFuture().join();
            }
        }
    }

    @Test
    void roomsAreThereAgainAsTheyWere() throws IOException {
        try (DiskRooms store = DiskRooms.open(data())) {
            assertThat(store.rooms()).isEmpty();
            List<CompletableFuture<Void>> written = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                written.add(store.put(room("room" + i)).toCompletableFuture());
            }
            for (int i = 0; i < 500; i += 2) {
                written.add(store.remove("room" + i).toCompletableFuture());
            }
            written.forEach(CompletableFuture::join);
        }
        try (DiskRooms again = DiskRooms.open(data())) {
            assertThat(again.rooms())
                    .hasSize(250)
                    .contains(room("room1"), room("room499"))
                    .doesNotContain(room("room0"));
        }
    }

    @Test
    void aChangeThatComesAfterTheEndIsRefused() throws IOException {
        DiskRooms store = DiskRooms.open(data());
        store.close();
        assertThat(store.put(room("toolate")).toCompletableFuture()).isCompletedExceptionally();
    }

    @Test
    void anotherProcessMayNotHaveIt() throws IOException {
        try (DiskRooms store = DiskRooms.open(data())) {
            assertThat(store.rooms()).isEmpty();
            assertThatIOException().isThrownBy(() -> DiskRooms.open(data())).withMessageContaining("rooms.mv");
        }
    }

    @Test
    void aStoreThatIsNoneIsAClearErrorAndStaysAsItIs() throws IOException {
        fill(3);
        byte[] garbage =
                "This is not a store, and somebody may need it.\n".repeat(500).getBytes(UTF_8);
        Files.write(file(), garbage);
        assertRefusedAndUntouched();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4096, 8192, 10_000, 20_000})
    void aStoreThatWasCutIsAClearErrorAndStaysAsItIs(int length) throws IOException {
        fill(30);
        assertThat(Files.size(file())).isGreaterThan(length);
        try (FileChannel channel = FileChannel.open(file(), StandardOpenOption.WRITE)) {
            channel.truncate(length);
        }
        assertRefusedAndUntouched();
    }

    @Test
    void aStoreThatIsGoneWhereOneWasIsAClearError() throws IOException {
        fill(1);
        Files.delete(file());
        assertThatIOException().isThrownBy(() -> DiskRooms.open(data())).withMessageContaining("acknowledged");
        assertThat(file()).doesNotExist();
    }

    @Test
    void noDamageGoesUnnoticed() throws IOException {
        fill(20);
        List<StoredRoom> before = read();
        byte[] good = Files.readAllBytes(file());
        Random random = new Random(7);
        int refused = 0;
        for (int round = 0; round < 300; round++) {
            byte[] bad = good.clone();
            int at = random.nextInt(bad.length);
            int length = Math.min(1 + random.nextInt(16), bad.length - at);
            for (int i = 0; i < length; i++) {
                bad[at + i] ^= (byte) (1 + random.nextInt(255));
            }
            Files.write(file(), bad);
            List<StoredRoom> after;
            try (RoomFile damaged = new RoomFile(data())) {
                after = damaged.open();
            } catch (IOException clear) {
                assertThat(clear).hasMessageContaining("rooms.mv");
                assertThat(Files.readAllBytes(file())).isEqualTo(bad);
                refused++;
                continue;
            }
            // what was damaged was no longer in use
            assertThat(after).as("round %d: %d bytes at %d", round, length, at).isEqualTo(before);
        }
        assertThat(refused).isPositive();
    }

    @Test
    void whatIsAcknowledgedWasForcedToTheDisk() throws IOException {
        try (RoomFile file = new RoomFile(folder, ObservedDisk.SCHEME)) {
            assertThat(file.open()).isEmpty();
            for (int i = 0; i < 3; i++) {
                ObservedDisk.EVENTS.clear();
                file.write(Map.of("room" + i, room("room" + i)));
                assertThat(ObservedDisk.EVENTS).contains("write").last().isEqualTo("force");
            }
        }
    }

    /** The seal says what was acknowledged: before the disk has it, a crash would make that a lie, and the store unusable. */
    @Test
    void theSealIsWrittenOnceTheDiskHasTheRooms() throws IOException {
        List<Long> sealedBefore = new ArrayList<>();
        try (RoomFile file = new RoomFile(folder, ObservedDisk.SCHEME)) {
            file.open();
            file.write(Map.of());
            ObservedDisk.beforeForce = () -> sealedBefore.add(sealed());
            for (int i = 0; i < 3; i++) {
                sealedBefore.clear();
                long before = sealed();
                file.write(Map.of("room" + i, room("room" + i)));
                assertThat(sealedBefore).isNotEmpty().containsOnly(before);
                assertThat(sealed()).isEqualTo(before + 1);
            }
        } finally {
            ObservedDisk.beforeForce = () -> {};
        }
    }

    private long sealed() {
        try {
            return Long.parseLong(Files.readString(folder.resolve("rooms.seal")).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The store takes these for whole, since it was made to write them. */
    @Test
    void aRoomThatIsMissingOrWasAnothersIsAClearError() throws IOException {
        fill(3);
        byte[] good = Files.readAllBytes(file());
        rewrite(texts -> texts.remove("room11"));
        assertRefusedAndUntouched();
        assertThatIOException().isThrownBy(() -> DiskRooms.open(data())).withMessageContaining("3 rooms");
        Files.write(file(), good);
        rewrite(texts -> texts.put("room11", texts.get("room12")));
        assertRefusedAndUntouched();
        assertThatIOException().isThrownBy(() -> DiskRooms.open(data())).withMessageContaining("checksum");
        Files.write(file(), good);
        assertThat(read()).hasSize(3);
    }

    private void rewrite(Consumer<MVMap<String, String>> change) {
        try (MVStore store = MVStore.open(file().toString())) {
            change.accept(store.openMap("rooms"));
            store.commit();
        }
    }

    @Test
    void aStoreThatFailedIsOpenedAgainForTheNextWriteAndHasWhatWasWrittenBefore() throws IOException {
        try (RoomFile file = new RoomFile(folder, ObservedDisk.SCHEME)) {
            file.open();
            file.write(Map.of("before", room("before")));
            ObservedDisk.FULL.set(true);
            assertThatIOException().isThrownBy(() -> file.write(Map.of("lost", room("lost"))));
            assertThatIOException().isThrownBy(() -> file.write(Map.of("lost", room("lost"))));
            ObservedDisk.FULL.set(false);
            file.write(Map.of("after", room("after")));
            assertThat(file.find("before")).isEqualTo(room("before"));
            assertThat(file.find("lost")).isNull();
        } finally {
            ObservedDisk.FULL.set(false);
        }
        try (DiskRooms again = DiskRooms.open(folder)) {
            assertThat(again.rooms()).containsExactlyInAnyOrder(room("before"), room("after"));
        }
    }

    @Test
    void changesAreComputedOneOnTopOfTheOtherAndAreThereAgain() throws IOException {
        List<Integer> applied = Collections.synchronizedList(new ArrayList<>());
        try (DiskRooms store = DiskRooms.open(data())) {
            store.put(room("counted"));
            List<CompletableFuture<?>> changes = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                changes.add(store.change(
                                "counted",
                                DiskRoomsTest::oneMore,
                                kept -> applied.add(kept.options().maxPeers()))
                        .toCompletableFuture());
            }
            CompletableFuture<?> refused = store.change(
                            "counted",
                            kept -> {
                                throw new IllegalStateException("no");
                            },
                            kept -> applied.add(-1))
                    .toCompletableFuture();
            changes.forEach(CompletableFuture::join);
            assertThat(refused).isCompletedExceptionally();
            assertThat(applied).hasSize(100).isSorted().contains(6, 105);
            store.remove("counted");
            assertThat(store.change("counted", DiskRoomsTest::oneMore, kept -> applied.add(-1))
                            .toCompletableFuture()
                            .join())
                    .isNull();
            store.put(room("kept"));
            store.change("kept", DiskRoomsTest::oneMore, kept -> {})
                    .toCompletableFuture()
                    .join();
        }
        assertThat(applied).doesNotContain(-1);
        assertThat(read()).containsExactly(oneMore(room("kept")));
    }

    private static StoredRoom oneMore(StoredRoom room) {
        RoomOptions options = room.options();
        return new StoredRoom(
                room.id(),
                room.createdAt(),
                new RoomOptions(
                        options.maxPeers() + 1, options.idleTimeout(), options.timeToLive(), true, options.metadata()));
    }

    private List<StoredRoom> read() throws IOException {
        try (DiskRooms store = DiskRooms.open(data())) {
            return store.rooms();
        }
    }

    private void assertRefusedAndUntouched() throws IOException {
        byte[] before = Files.readAllBytes(file());
        assertThatIOException()
                .isThrownBy(() -> DiskRooms.open(data()))
                .withMessageStartingWith("The room store " + file() + " cannot be used: ");
        assertThat(Arrays.equals(Files.readAllBytes(file()), before)).isTrue();
    }
}
