package dev.ringdown.server.core;

import dev.ringdown.server.support.Linearizability;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.jetbrains.lincheck.datastructures.Validate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Rooms that one address makes and any thread deletes, while the timer looks for those whose time is over. Whether a room is
 * found, and whether its maker may make another, changes one after the other: the two are not asked for together. What the timer
 * does is not model checked: Lincheck stops the clock meanwhile.
 */
@Tag("linearizability")
final class HostedRoomsLinearizabilityTest {
    private static final int MAX_OF_MAKER = 2;
    private static final RoomOptions FOR_EVER = new RoomOptions(9, Duration.ZERO, Duration.ZERO, false, "{}");
    private static final RoomOptions OVER_WHEN_EMPTY =
            new RoomOptions(9, Duration.ofNanos(1), Duration.ZERO, false, "{}");
    private static final RoomOptions OVER_AT_ONCE = new RoomOptions(9, Duration.ZERO, Duration.ofNanos(1), false, "{}");

    private static @Nullable HostedRoom roomOf(HostedRooms rooms, RoomOptions options) {
        return rooms.make(options, TestAddresses.of(0)) instanceof HostedRooms.Begun making
                ? making.room().toCompletableFuture().join()
                : null;
    }

    /** How many rooms a maker may have: each thread makes one, and there is one more, which anybody may end. */
    @Param(name = "thread", gen = ThreadIdGen.class)
    public static final class Makers {
        private final HostedRooms rooms = new HostedRooms(10, new AddressQuota(MAX_OF_MAKER, true), null);
        private final HostedRoom first = Objects.requireNonNull(roomOf(rooms, OVER_AT_ONCE));
        private final @Nullable HostedRoom[] made = new @Nullable HostedRoom[4];

        @Operation
        public boolean make(@Param(name = "thread") int thread) {
            if (made[thread] != null) {
                return false;
            }
            made[thread] = roomOf(rooms, FOR_EVER);
            return made[thread] != null;
        }

        @Operation
        public boolean delete(@Param(name = "thread") int thread) {
            HostedRoom room = made[thread];
            if (room == null) {
                return false;
            }
            made[thread] = null;
            rooms.delete(room).toCompletableFuture().join();
            return true;
        }

        /** Not beside the timer: whoever comes second returns a moment before the first one has given the place back. */
        @Operation(nonParallelGroup = "timer")
        public void deleteFirst() {
            rooms.delete(first).toCompletableFuture().join();
        }

        @Operation(nonParallelGroup = "timer")
        public void expire() {
            rooms.expire();
        }

        /** Called when all threads are done. */
        @Validate
        public void theListHasWhatIsFound() {
            List<String> found = new ArrayList<>();
            rooms.all().forEach(room -> found.add(room.id()));
            List<String> listed = new ArrayList<>();
            rooms.after("").forEach(room -> listed.add(room.id()));
            if (!listed.equals(List.copyOf(new TreeSet<>(found)))) {
                throw new IllegalStateException("found " + found + ", listed " + listed);
            }
            for (HostedRoom room : made) {
                if (room != null
                        && (!found.remove(room.id()) || room.occupants().isOver())) {
                    throw new IllegalStateException("a room is gone that nobody has deleted");
                }
            }
            if (!first.occupants().isOver() ? !found.equals(List.of(first.id())) : !found.isEmpty()) {
                throw new IllegalStateException("found " + found);
            }
        }
    }

    public static final class SequentialMakers {
        private boolean hasFirst = true;
        private final boolean[] made = new boolean[4];
        private int rooms = 1;

        public boolean make(int thread) {
            if (made[thread] || rooms == MAX_OF_MAKER) {
                return false;
            }
            made[thread] = true;
            rooms++;
            return true;
        }

        public boolean delete(int thread) {
            if (!made[thread]) {
                return false;
            }
            made[thread] = false;
            rooms--;
            return true;
        }

        public void deleteFirst() {
            rooms -= hasFirst ? 1 : 0;
            hasFirst = false;
        }

        public void expire() {
            deleteFirst();
        }
    }

    /** Whether a room is there for those who come, while others delete it and the timer finds it empty. */
    @Param(name = "peer", gen = ThreadIdGen.class)
    public static final class Guests {
        private final HostedRooms rooms = new HostedRooms(10, new AddressQuota(0, true), null);
        private final String id =
                Objects.requireNonNull(roomOf(rooms, OVER_WHEN_EMPTY)).id();

        @Operation
        public boolean enter(@Param(name = "peer") int peer) {
            HostedRoom room = rooms.find(id);
            if (room == null || room.occupants().everybody().contains(TestPeers.peer(peer))) {
                return false;
            }
            Occupants before = room.enter(TestPeers.peer(peer));
            return before != null && !before.isOver();
        }

        @Operation
        public boolean leave(@Param(name = "peer") int peer) {
            HostedRoom room = rooms.find(id);
            return room != null && room.leave(TestPeers.peer(peer)) != null;
        }

        @Operation
        public void delete() {
            HostedRoom room = rooms.find(id);
            if (room != null) {
                rooms.delete(room).toCompletableFuture().join();
            }
        }

        /** The timer's thread is one. */
        @Operation(nonParallelGroup = "timer")
        public void expire() {
            rooms.expire();
        }
    }

    public static final class SequentialGuests {
        private boolean isOver;
        private final boolean[] inside = new boolean[4];
        private int guests;

        public boolean enter(int peer) {
            if (isOver || inside[peer]) {
                return false;
            }
            inside[peer] = true;
            guests++;
            return true;
        }

        public boolean leave(int peer) {
            if (isOver || !inside[peer]) {
                return false;
            }
            inside[peer] = false;
            guests--;
            return true;
        }

        public void delete() {
            isOver = true;
        }

        public void expire() {
            isOver |= guests == 0;
        }
    }

    /** Two delete the same room. */
    public static final class Deleting {
        private static final int MAX = 2;

        private final HostedRooms rooms = new HostedRooms(MAX, new AddressQuota(MAX, true), null);
        private final HostedRoom room = Objects.requireNonNull(roomOf(rooms, FOR_EVER));
        private final HostedRoom other = Objects.requireNonNull(roomOf(rooms, FOR_EVER));

        @Operation(runOnce = true)
        public void delete() {
            rooms.delete(room).toCompletableFuture().join();
        }

        @Operation(runOnce = true)
        public void deleteToo() {
            rooms.delete(room).toCompletableFuture().join();
        }

        /** Called when both are done. */
        @Validate
        public void onePlaceIsFree() {
            boolean first = roomOf(rooms, FOR_EVER) != null;
            boolean second = roomOf(rooms, FOR_EVER) != null;
            if (!first || second || rooms.find(other.id()) == null) {
                throw new IllegalStateException(first ? "two places are free" : "no place is free");
            }
        }
    }

    /** Two want the last room that may be made. */
    public static final class Last {
        private final HostedRooms rooms = new HostedRooms(1, new AddressQuota(0, true), null);
        private boolean hasOne;
        private boolean hasOther;

        @Operation(runOnce = true)
        public void make() {
            hasOne = roomOf(rooms, FOR_EVER) != null;
        }

        @Operation(runOnce = true)
        public void makeAnother() {
            hasOther = roomOf(rooms, FOR_EVER) != null;
        }

        /** Called when both are done. */
        @Validate
        public void oneOfThemHasIt() {
            if (hasOne == hasOther || rooms.all().size() != 1) {
                throw new IllegalStateException(hasOne ? "both have it" : "nobody has it");
            }
        }
    }

    @Test
    void theLastRoomIsMadeForOneOfTwo() {
        Linearizability.meeting(Last.class, KeyedMap.class, AddressQuota.class, ConcurrentSkipListMap.class);
    }

    @Test
    void aRoomThatTwoEndAtOnceFreesOnePlace() {
        Linearizability.meeting(
                Deleting.class, KeyedMap.class, AddressQuota.class, ConcurrentSkipListMap.class, HostedRoom.class);
    }

    @Test
    void makersThatRunAtOnce() {
        Linearizability.stress(Makers.class, SequentialMakers.class);
    }

    @Test
    void guestsThatRunAtOnce() {
        Linearizability.stress(Guests.class, SequentialGuests.class);
    }
}
