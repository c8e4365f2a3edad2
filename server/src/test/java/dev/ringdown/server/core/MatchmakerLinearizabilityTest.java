package dev.ringdown.server.core;

import dev.ringdown.server.support.Linearizability;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("linearizability")
final class MatchmakerLinearizabilityTest {
    /** Clients are numbers, and each may come on any thread, again and again. */
    public static final class Concurrent {
        private static final Integer[] CLIENTS = {0, 1, 2};
        private final Matchmaker<Integer> matchmaker = new Matchmaker<>();

        @Operation
        public @Nullable Integer meet0() {
            return matchmaker.meet(CLIENTS[0]);
        }

        @Operation
        public @Nullable Integer meet1() {
            return matchmaker.meet(CLIENTS[1]);
        }

        @Operation
        public boolean leave0() {
            return matchmaker.leave(CLIENTS[0]);
        }

        @Operation
        public boolean leave1() {
            return matchmaker.leave(CLIENTS[1]);
        }
    }

    public static final class Sequential {
        private @Nullable Integer waiting;

        public @Nullable Integer meet0() {
            return meet(0);
        }

        public @Nullable Integer meet1() {
            return meet(1);
        }

        public boolean leave0() {
            return leave(0);
        }

        public boolean leave1() {
            return leave(1);
        }

        private @Nullable Integer meet(int newcomer) {
            Integer other = waiting;
            waiting = other == null ? newcomer : null;
            return other;
        }

        private boolean leave(int waiter) {
            if (waiting == null || waiting != waiter) {
                return false;
            }
            waiting = null;
            return true;
        }
    }

    @Test
    void interleavings() {
        Linearizability.modelChecking(Concurrent.class, Sequential.class, true);
    }
}
