package dev.ringdown.server.core;

import dev.ringdown.server.support.Linearizability;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.jetbrains.lincheck.datastructures.Validate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("linearizability")
final class HostedRoomLinearizabilityTest {
    private static final int MAX_PEERS = 2;
    private static final Instant MADE = Instant.EPOCH;

    private static HostedRoom emptyRoom() {
        return new HostedRoom(
                "room",
                MADE,
                Duration.ZERO,
                new RoomOptions(MAX_PEERS, Duration.ofMinutes(1), Duration.ZERO, false, "{}"),
                null);
    }

    /** Each thread is one peer; the room may be deleted, or found to have been empty for long. */
    @Param(name = "peer", gen = ThreadIdGen.class)
    public static final class Concurrent {
        private final HostedRoom room = emptyRoom();

        @Operation
        public String enter(@Param(name = "peer") int peer) {
            if (room.occupants().everybody().contains(TestPeers.peer(peer))) {
                return "is here";
            }
            Occupants before = room.enter(TestPeers.peer(peer));
            return before == null ? "full" : before.isOver() ? "over" : who(before);
        }

        @Operation
        public String leave(@Param(name = "peer") int peer) {
            Occupants before = room.leave(TestPeers.peer(peer));
            return before == null ? "is not here" : who(before);
        }

        @Operation
        public void end() {
            room.end();
        }

        @Operation
        public void expire() {
            // an hour from now, by the room's own clock
            room.expire(Duration.ofHours(1).toNanos() - room.occupants().ageNanos(0));
        }

        private static String who(Occupants occupants) {
            Peer host = occupants.host();
            List<String> guests = new ArrayList<>();
            occupants.guests().forEach(guest -> guests.add(guest.name()));
            return (host == null ? "nobody" : host.name()) + " hosts " + guests;
        }
    }

    public static final class Sequential {
        private boolean isOver;
        private @Nullable String host;
        private final List<String> guests = new ArrayList<>();

        public String enter(int peer) {
            String name = "peer " + peer;
            if (name.equals(host) || guests.contains(name)) {
                return "is here";
            }
            if (isOver) {
                return "over";
            }
            String before = who();
            if (guests.size() + (host == null ? 0 : 1) == MAX_PEERS) {
                return "full";
            }
            if (host == null) {
                host = name;
            } else {
                guests.add(name);
            }
            return before;
        }

        public String leave(int peer) {
            String name = "peer " + peer;
            String before = who();
            if (name.equals(host)) {
                host = null;
            } else if (!guests.remove(name)) {
                return "is not here";
            }
            return before;
        }

        public void end() {
            isOver = true;
            host = null;
            guests.clear();
        }

        public void expire() {
            isOver |= host == null && guests.isEmpty();
        }

        private String who() {
            return (host == null ? "nobody" : host) + " hosts " + guests;
        }
    }

    /** Somebody comes to a room that has been empty for too long. */
    public static final class Expiring {
        private final HostedRoom room = emptyRoom();
        private boolean isIn;
        private boolean isExpired;

        @Operation(runOnce = true)
        public void enter() {
            Occupants before = room.enter(TestPeers.peer(0));
            isIn = before != null && !before.isOver();
        }

        @Operation(runOnce = true)
        public void expire() {
            isExpired =
                    room.expire(Duration.ofHours(1).toNanos() - room.occupants().ageNanos(0));
        }

        /** Called when both are done. */
        @Validate
        public void whoIsInStaysIn() {
            boolean isHere = room.occupants().everybody().contains(TestPeers.peer(0));
            if (isIn == isExpired
                    || isIn != isHere
                    || isExpired != room.occupants().isOver()) {
                throw new IllegalStateException("in: " + isIn + ", here: " + isHere + ", expired: " + isExpired);
            }
        }
    }

    @Test
    void nobodyIsInARoomThatExpires() {
        Linearizability.meeting(Expiring.class);
    }

    @Test
    void interleavings() {
        Linearizability.modelChecking(Concurrent.class, Sequential.class, false);
    }
}
