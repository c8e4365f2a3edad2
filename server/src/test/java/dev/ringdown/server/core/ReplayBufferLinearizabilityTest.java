package dev.ringdown.server.core;

import dev.ringdown.protocol.Introduction;
import dev.ringdown.server.support.Linearizability;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jctools.maps.NonBlockingHashMap;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.jetbrains.lincheck.datastructures.Validate;
import org.jetbrains.lincheck.datastructures.verifier.EpsilonVerifier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A peer that is lost, comes back, is lost for good, and is spoken to meanwhile, all by several threads at once. Whatever the
 * interleaving: nothing is lost unless the absence is over, nothing comes twice or out of order, and it is over once.
 */
@Tag("linearizability")
public final class ReplayBufferLinearizabilityTest {
    private static final int MAX_MESSAGES = 3;
    private static final int SENDERS = 8;
    private static final int EACH = 16;

    private final MemoryBudget memory = new MemoryBudget(1_000_000);
    private final ReplayBuffers buffers = new ReplayBuffers(
            new ReplayBuffers.Limits(MAX_MESSAGES, 1000, Duration.ofHours(1), 10, 10),
            new AddressQuota(10, true),
            memory,
            Runnable::run);
    private final AbsencePlace place = new AbsencePlace(
            new HostedRoom(
                    "ABCDEF",
                    Instant.EPOCH,
                    Duration.ZERO,
                    new RoomOptions(9, Duration.ZERO, Duration.ZERO, false, "{}"),
                    null),
            InetAddress.getLoopbackAddress());
    private final List<MailboxLink> links = new CopyOnWriteArrayList<>(List.of(new MailboxLink()));
    private final Peer peer =
            new Peer(PeerId.random(new SecureRandom()), "", new Introduction(new byte[0]), links.getFirst());
    private final AtomicInteger over = new AtomicInteger();
    private final int[] sent = new int[SENDERS];

    @Operation
    public void send(@Param(gen = ThreadIdGen.class) int thread) {
        int sender = thread % SENDERS;
        if (sent[sender] < EACH) {
            peer.send(new byte[] {(byte) (sender * EACH + sent[sender]++)});
        }
    }

    @Operation
    public void lose() {
        if (peer.link() instanceof MailboxLink connection) {
            ReplayBuffer buffer = buffers.bridge(place, this::end);
            if (peer.relink(connection, buffer)) {
                buffers.watch(buffer);
            } else {
                buffer.discard();
            }
        }
    }

    @Operation
    public void resume() {
        if (peer.link() instanceof ReplayBuffer buffer) {
            MailboxLink connection = new MailboxLink();
            connection.onItsLoop(() -> {
                if (buffer.handOver(connection)) {
                    links.add(connection);
                    buffer.replay();
                    peer.relink(buffer, connection);
                }
            });
        }
    }

    @Operation
    public void expire() {
        if (peer.link() instanceof ReplayBuffer buffer) {
            buffer.end();
        }
    }

    private void end(ReplayBuffer buffer) {
        if (peer.unlink(buffer)) {
            over.incrementAndGet();
        }
    }

    /** Called when all threads are done. */
    @Validate
    public void nothingIsLostDoubledOrOutOfOrder() {
        resume();
        List<List<Integer>> heard = new ArrayList<>();
        for (int sender = 0; sender < SENDERS; sender++) {
            heard.add(new ArrayList<>());
        }
        for (MailboxLink link : links) {
            for (byte message : link.inOrder()) {
                heard.get(message / EACH).add(message % EACH);
            }
        }
        boolean isOver = over.get() > 0;
        check(over.get() <= 1, "over " + over);
        check(isOver == peer.isUnlinked(), "over, but not gone");
        check(memory.reservedBytes() == 0, "reserved " + memory.reservedBytes());
        check(buffers.size() == 0, "absent " + buffers.size());
        for (int sender = 0; sender < SENDERS; sender++) {
            List<Integer> of = heard.get(sender);
            for (int i = 0; i < of.size(); i++) {
                check(of.get(i) == i, "heard " + of);
            }
            check(isOver || of.size() == sent[sender], "sent " + sent[sender] + ", heard " + of);
        }
    }

    private static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException(otherwise);
        }
    }

    /** A client that is absent; what others do at the moment in which it comes back. */
    private static class Absent {
        final MemoryBudget memory = new MemoryBudget(1_000_000);
        final AtomicInteger over = new AtomicInteger();
        final MailboxLink connection = new MailboxLink();
        final ReplayBuffers buffers = new ReplayBuffers(
                new ReplayBuffers.Limits(MAX_MESSAGES, 1000, Duration.ofHours(1), 10, 10),
                new AddressQuota(0, true),
                memory,
                Runnable::run);
        final ReplayBuffer buffer = buffers.bridge(
                new AbsencePlace(
                        new HostedRoom(
                                "ABCDEF",
                                Instant.EPOCH,
                                Duration.ZERO,
                                new RoomOptions(9, Duration.ZERO, Duration.ZERO, false, "{}"),
                                null),
                        InetAddress.getLoopbackAddress()),
                ended -> over.incrementAndGet());
        boolean isBack;

        void resume() {
            connection.onItsLoop(() -> {
                isBack = buffer.handOver(connection);
                if (isBack) {
                    buffer.replay();
                }
            });
        }

        void checkThatItEndedOnce() {
            check(buffers.size() == 0, "absent " + buffers.size());
            check(memory.reservedBytes() == 0, "reserved " + memory.reservedBytes());
            check(over.get() == (isBack ? 0 : 1), "back: " + isBack + ", over " + over.get());
        }
    }

    /** Somebody speaks to it. */
    public static final class SpokenTo {
        private final Absent absent = new Absent();

        @Operation(runOnce = true)
        public void resume() {
            absent.resume();
        }

        @Operation(runOnce = true)
        public void send() {
            absent.buffer.send(new byte[] {1});
        }

        /** Called when both are done. */
        @Validate
        public void itHearsThatOnce() {
            absent.checkThatItEndedOnce();
            check(absent.connection.inOrder().equals(List.of((byte) 1)), "heard " + absent.connection.inOrder());
        }
    }

    /** Its time is over. */
    public static final class Late {
        private final Absent absent = new Absent();

        @Operation(runOnce = true)
        public void resume() {
            absent.resume();
        }

        @Operation(runOnce = true)
        public void expire() {
            absent.buffer.end();
        }

        /** Called when both are done. */
        @Validate
        public void itIsBackOrItIsOver() {
            absent.checkThatItEndedOnce();
        }
    }

    @Test
    void whatIsSentToOneThatComesBackIsHeardOnce() {
        Linearizability.meeting(SpokenTo.class, NonBlockingHashMap.class, MemoryBudget.class);
    }

    @Test
    void whoComesBackAsItsTimeEndsIsBackOrGone() {
        Linearizability.meeting(Late.class, NonBlockingHashMap.class, MemoryBudget.class);
    }

    @Test
    void holdsWhateverThreadsDoAtOnce() {
        new StressOptions()
                // what is asked for is in the validation; there is nothing to compare results with
                .verifier(EpsilonVerifier.class)
                .iterations(5)
                .threads(3)
                .actorsPerThread(4)
                .actorsBefore(2)
                .actorsAfter(1)
                .invocationsPerIteration(200)
                .check(ReplayBufferLinearizabilityTest.class);
    }

    @Test
    void interleavings() {
        Linearizability.modelChecking(
                ReplayBufferLinearizabilityTest.class,
                false,
                NonBlockingHashMap.class,
                AddressQuota.class,
                MemoryBudget.class,
                MailboxLink.class,
                CopyOnWriteArrayList.class);
    }
}
