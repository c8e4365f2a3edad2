package dev.ringdown.server.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringdown.protocol.Introduction;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Hosted rooms under threads that all act at the same moment, over and over. */
final class HostedRoomsRaceTest {
    private static final int ROUNDS = 3_000;
    private static final int THREADS = 4;
    private static final RoomOptions FOR_EVER = new RoomOptions(100, Duration.ZERO, Duration.ZERO, false, "{}");
    private static final RoomOptions FOR_A_MOMENT =
            new RoomOptions(100, Duration.ofNanos(1), Duration.ZERO, false, "{}");
    private static final ExecutorService POOL = Executors.newFixedThreadPool(THREADS);

    private final SecureRandom random = new SecureRandom();
    private final HostedRooms rooms = new HostedRooms(1_000_000, new AddressQuota(0, true), null);

    @AfterAll
    static void stop() {
        POOL.shutdownNow();
    }

    private Peer peer() {
        return new Peer(PeerId.random(random), "", new Introduction(new byte[0]), Nowhere.LINK);
    }

    private HostedRoom room(RoomOptions options) {
        return rooms.make(options).toCompletableFuture().join();
    }

    @Test
    void ofAllWhoComeAtOnceExactlyOneIsTheHostAndEveryPairFindsEachOtherOnce() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            HostedRoom room = room(FOR_EVER);
            List<Peer> peers = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                peers.add(peer());
            }
            List<Occupants> before = together(peers.stream()
                    .<Callable<Occupants>>map(peer -> () -> Objects.requireNonNull(room.enter(peer)))
                    .toList());
            assertThat(before.stream().filter(found -> found.host() == null)).hasSize(1);
            for (int a = 0; a < THREADS; a++) {
                for (int b = a + 1; b < THREADS; b++) {
                    boolean aFindsB = before.get(a).everybody().contains(peers.get(b));
                    boolean bFindsA = before.get(b).everybody().contains(peers.get(a));
                    assertThat(aFindsB).isNotEqualTo(bFindsA);
                }
            }
        }
    }

    @Test
    void whoComesWhileTheHostGoesIsTheHostOrIsToldOfTheLoss() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            HostedRoom room = room(FOR_EVER);
            Peer host = peer();
            Peer next = peer();
            room.enter(host);
            List<Occupants> outcome = together(List.of(
                    () -> Objects.requireNonNull(room.leave(host)), () -> Objects.requireNonNull(room.enter(next))));
            boolean tookThePlace = outcome.get(1).host() == null;
            boolean isToldOfTheLoss = outcome.get(0).guests().contains(next);
            assertThat(tookThePlace).isNotEqualTo(isToldOfTheLoss);
            assertThat(room.occupants().host() == next).isEqualTo(tookThePlace);
        }
    }

    @Test
    void whoComesToARoomThatExpiresIsInItOrKnowsThatItIsOver() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            HostedRoom room = room(FOR_A_MOMENT);
            Peer peer = peer();
            List<Object> outcome = together(List.of(rooms::expire, () -> Objects.requireNonNull(room.enter(peer))));
            Occupants before = (Occupants) outcome.get(1);
            assertThat(before.isOver()).isEqualTo(rooms.find(room.id()) == null);
            if (!before.isOver()) {
                assertThat(room.occupants().host()).isSameAs(peer);
                room.leave(peer);
            }
            rooms.expire();
            assertThat(rooms.all()).isEmpty();
        }
    }

    /** All that is free is taken, and no more; and of those that go each frees one place. */
    @Test
    void noMoreRoomsAreThereThanMayBeHoweverManyAreMadeAndDeletedAtOnce() throws Exception {
        for (int round = 0; round < ROUNDS / 10; round++) {
            HostedRooms few = new HostedRooms(THREADS - 1, new AddressQuota(1, true), null);
            List<Callable<HostedRooms.Making>> makers = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                InetAddress maker = TestAddresses.of(i);
                makers.add(() -> few.make(FOR_EVER, maker));
            }
            List<HostedRooms.Making> first = together(makers);
            assertThat(first).filteredOn(HostedRooms.Begun.class::isInstance).hasSize(THREADS - 1);
            assertThat(first).contains(HostedRooms.Refusal.FULL);
            assertThat(few.all()).hasSize(THREADS - 1);
            HostedRoom shortLived = few.all().iterator().next();
            Callable<Object> deletion = () -> few.delete(shortLived);
            together(List.of(deletion, deletion));
            List<HostedRooms.Making> second = together(makers);
            assertThat(few.all()).hasSize(THREADS - 1);
            assertThat(second).filteredOn(HostedRooms.Begun.class::isInstance).hasSize(1);
        }
    }

    @Test
    void idsAreSixLettersOrDigitsAndNobodyElsesHoweverManyAreMadeAtOnce() throws Exception {
        int each = 20_000;
        Set<String> ids = ConcurrentHashMap.newKeySet();
        Callable<Integer> making = () -> {
            for (int i = 0; i < each; i++) {
                ids.add(room(FOR_EVER).id());
            }
            return each;
        };
        together(List.of(making, making, making, making));
        assertThat(ids).hasSize(THREADS * each).allMatch(id -> id.matches("[A-Za-z0-9]{6}"));
        assertThat(rooms.all()).hasSize(THREADS * each);
    }

    @Test
    void aKeyIsUsedOnce() throws Exception {
        ResumeTokens<String> sessions = new ResumeTokens<>();
        for (int round = 0; round < ROUNDS; round++) {
            String key = sessions.issue("session", new SecureRandom());
            Callable<Boolean> using = () -> sessions.use(key);
            List<Boolean> used = together(List.of(using, using, using, using));
            assertThat(used.stream().filter(won -> won)).hasSize(1);
            sessions.forget(key);
        }
        assertThat(sessions.size()).isZero();
    }

    /** Runs all tasks from the same moment on, and returns what each came to. */
    private static <T> List<T> together(List<? extends Callable<? extends T>> tasks) throws Exception {
        CyclicBarrier start = new CyclicBarrier(tasks.size());
        List<Future<T>> running = new ArrayList<>();
        for (Callable<? extends T> task : tasks) {
            running.add(POOL.submit(() -> {
                start.await();
                return task.call();
            }));
        }
        List<T> outcome = new ArrayList<>();
        for (Future<T> future : running) {
            outcome.add(future.get());
        }
        return outcome;
    }
}
