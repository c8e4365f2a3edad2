package dev.ringdown.server.core;

import dev.ringdown.server.support.Linearizability;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.jetbrains.lincheck.datastructures.Validate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("linearizability")
final class RoomsLinearizabilityTest {
    private static final int MAX_MEMBERS = 2;

    /** Each thread is one peer, which joins and leaves two rooms. */
    @Param(name = "room", gen = IntGen.class, conf = "0:1")
    @Param(name = "peer", gen = ThreadIdGen.class)
    public static final class Concurrent {
        private final Rooms rooms = new Rooms(MAX_MEMBERS);
        private final @Nullable Room[] joined = new @Nullable Room[4];

        @Operation
        public String join(@Param(name = "room") int room, @Param(name = "peer") int peer) {
            if (joined[peer] != null) {
                return "is in a room";
            }
            Rooms.Joined found = rooms.join("room " + room, TestPeers.peer(peer));
            if (found == null) {
                return "full";
            }
            joined[peer] = found.room();
            return names(found.others());
        }

        @Operation
        public String leave(@Param(name = "peer") int peer) {
            Room room = joined[peer];
            if (room == null) {
                return "is in no room";
            }
            joined[peer] = null;
            return names(rooms.leave(room, TestPeers.peer(peer)));
        }

        @Operation
        public String members(@Param(name = "room") int room) {
            Room found = rooms.find("room " + room);
            return found == null ? "[]" : names(found.members());
        }

        private static String names(Iterable<Peer> peers) {
            List<String> names = new ArrayList<>();
            peers.forEach(peer -> names.add(peer.name()));
            return names.toString();
        }
    }

    public static final class Sequential {
        private final Map<Integer, List<String>> rooms = new HashMap<>();
        private final Map<Integer, Integer> joined = new HashMap<>();

        public String join(int room, int peer) {
            if (joined.containsKey(peer)) {
                return "is in a room";
            }
            List<String> members = rooms.computeIfAbsent(room, made -> new ArrayList<>());
            if (members.size() == MAX_MEMBERS) {
                return "full";
            }
            String others = members.toString();
            members.add("peer " + peer);
            joined.put(peer, room);
            return others;
        }

        public String leave(int peer) {
            Integer room = joined.remove(peer);
            if (room == null) {
                return "is in no room";
            }
            rooms.getOrDefault(room, new ArrayList<>()).remove("peer " + peer);
            return members(room);
        }

        public String members(int room) {
            return rooms.getOrDefault(room, List.of()).toString();
        }
    }

    /** The last one goes, and somebody comes. */
    public static final class Emptying {
        private final Rooms rooms = new Rooms(MAX_MEMBERS);
        private final Room room;
        private Rooms.@Nullable Joined joined;

        public Emptying() {
            room = Objects.requireNonNull(rooms.join("room", TestPeers.peer(0))).room();
        }

        @Operation(runOnce = true)
        public void leave() {
            rooms.leave(room, TestPeers.peer(0));
        }

        @Operation(runOnce = true)
        public void join() {
            joined = rooms.join("room", TestPeers.peer(1));
        }

        /** Called when both are done. */
        @Validate
        public void whoCameIsInTheRoomThatIsFound() {
            Room found = rooms.find("room");
            if (joined == null
                    || found != joined.room()
                    || !Concurrent.names(found.members()).equals("[peer 1]")) {
                throw new IllegalStateException(
                        "found " + (found == null ? "none" : Concurrent.names(found.members())));
            }
        }
    }

    @Test
    void nobodyIsLeftInARoomThatEmpties() {
        Linearizability.meeting(Emptying.class, KeyedMap.class, PeerId.class);
    }

    @Test
    void interleavings() {
        Linearizability.modelChecking(Concurrent.class, Sequential.class, false, KeyedMap.class, PeerId.class);
    }
}
