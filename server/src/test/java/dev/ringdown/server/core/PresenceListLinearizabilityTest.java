package dev.ringdown.server.core;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ringdown.protocol.Introduction;
import dev.ringdown.server.support.HandDrivenTimer;
import dev.ringdown.server.support.Linearizability;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.jetbrains.lincheck.datastructures.Validate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * One name that all threads want, while the timer announces who has it. Not model checked: that takes ten times as long.
 */
@Tag("linearizability")
final class PresenceListLinearizabilityTest {
    @Param(name = "thread", gen = ThreadIdGen.class)
    public static final class Concurrent {
        private final HandDrivenTimer timer = new HandDrivenTimer();
        private final PresenceList roster = new PresenceList(this::announce, timer.service(), Duration.ofMillis(1));
        private final PresenceList.@Nullable Entry[] entered = new PresenceList.@Nullable Entry[4];
        private boolean announcedTwice;
        private int announced;

        private byte[] announce(List<Introduction> introductions) {
            announced = introductions.size();
            announcedTwice |= new HashSet<>(introductions).size() < announced || announced > 1;
            return "[]".getBytes(UTF_8);
        }

        @Operation
        public boolean enter(@Param(name = "thread") int thread) {
            if (entered[thread] != null) {
                return false;
            }
            PresenceList.Entry entry = new PresenceList.Entry(
                    "wanted", String.valueOf(thread), new Introduction(new byte[0]), Nowhere.LINK);
            boolean isIn = roster.enter(entry);
            entered[thread] = isIn ? entry : null;
            return isIn;
        }

        @Operation
        public boolean leave(@Param(name = "thread") int thread) {
            PresenceList.Entry entry = entered[thread];
            if (entry == null) {
                return false;
            }
            entered[thread] = null;
            roster.leave(entry);
            return true;
        }

        @Operation
        public @Nullable String find() {
            PresenceList.Entry entry = roster.find("wanted");
            return entry == null ? null : entry.address();
        }

        /** The timer's thread is one, so what it does never meets itself. */
        @Operation(nonParallelGroup = "timer")
        public void turn() {
            timer.run();
            timer.pass();
        }

        /** However it went: once the timer has done what it was given, the last list says who is there. */
        @Validate
        public void everyChangeIsAnnounced() {
            do {
                timer.run();
                timer.pass();
            } while (timer.waiting() > 0);
            if (announced != (find() == null ? 0 : 1)) {
                throw new IllegalStateException("the last list has " + announced + ", there is " + find());
            }
            if (announcedTwice) {
                throw new IllegalStateException("a list had two of one name");
            }
        }
    }

    public static final class Sequential {
        private @Nullable Integer owner;

        public boolean enter(int thread) {
            if (owner != null) {
                return false;
            }
            owner = thread;
            return true;
        }

        public boolean leave(int thread) {
            if (owner == null || owner != thread) {
                return false;
            }
            owner = null;
            return true;
        }

        public @Nullable String find() {
            return owner == null ? null : String.valueOf(owner);
        }

        public void turn() {}
    }

    @Test
    void threadsThatRunAtOnce() {
        Linearizability.stress(Concurrent.class, Sequential.class);
    }
}
