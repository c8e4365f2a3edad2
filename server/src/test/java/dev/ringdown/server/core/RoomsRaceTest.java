package dev.ringdown.server.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringdown.protocol.CloseReason;
import dev.ringdown.protocol.Introduction;
import dev.ringdown.protocol.Splice;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Rooms under threads that all come and go at the same moment, over and over. */
final class RoomsRaceTest {
    private static final int ROUNDS = 3_000;
    private static final int THREADS = 4;

    private final SecureRandom random = new SecureRandom();

    private Peer peer(String name) {
        return new Peer(PeerId.random(random), name, new Introduction(new byte[0]), new NoLink());
    }

    @Test
    void ofTwoWhoJoinAtOnceExactlyOneFindsTheOther() throws Exception {
        Rooms rooms = new Rooms(10);
        for (int round = 0; round < ROUNDS; round++) {
            String id = "room " + round % 7;
            List<Peer> peers = peers();
            List<Rooms.Joined> joined = together(peers.stream()
                    .<Callable<Rooms.Joined>>map(peer -> () -> rooms.join(id, peer))
                    .toList());
            for (int a = 0; a < THREADS; a++) {
                assertThat(joined.get(a).room()).isSameAs(joined.getFirst().room());
                for (int b = a + 1; b < THREADS; b++) {
                    boolean aFindsB = joined.get(a).others().contains(peers.get(b));
                    boolean bFindsA = joined.get(b).others().contains(peers.get(a));
                    assertThat(aFindsB).isNotEqualTo(bFindsA);
                }
            }
            for (int i = 0; i < THREADS; i++) {
                rooms.leave(joined.get(i).room(), peers.get(i));
            }
            assertThat(rooms.size()).isZero();
        }
    }

    @Test
    void nobodyIsLostInARoomThatEmptiesWhileHeJoins() throws Exception {
        Rooms rooms = new Rooms(10);
        for (int round = 0; round < ROUNDS; round++) {
            Peer leaver = peer("leaver");
            Peer joiner = peer("joiner");
            Rooms.Joined first = Objects.requireNonNull(rooms.join("edge", leaver));
            List<Object> outcome =
                    together(List.of(() -> rooms.leave(first.room(), leaver), () -> rooms.join("edge", joiner)));
            Rooms.Joined joined = (Rooms.Joined) outcome.get(1);
            assertThat(joined.room().members().contains(joiner)).isTrue();
            // whoever comes next must meet the joiner
            Peer third = peer("third");
            Rooms.Joined next = Objects.requireNonNull(rooms.join("edge", third));
            assertThat(next.others()).containsExactly(joiner);
            rooms.leave(next.room(), third);
            rooms.leave(joined.room(), joiner);
            assertThat(rooms.size()).isZero();
        }
    }

    @Test
    void aFullRoomTakesNoMoreThanItMay() throws Exception {
        Rooms rooms = new Rooms(2);
        for (int round = 0; round < ROUNDS; round++) {
            String id = "full " + round;
            List<Peer> peers = peers();
            List<Rooms.Joined> joined = together(peers.stream()
                    .<Callable<Rooms.Joined>>map(peer -> () -> rooms.join(id, peer))
                    .toList());
            assertThat(joined.stream().filter(Objects::nonNull)).hasSize(2);
        }
    }

    @Test
    void aNameIsOnePeersAtATime() throws Exception {
        NameRegistry presence = new NameRegistry();
        for (int round = 0; round < ROUNDS; round++) {
            List<Peer> peers = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                peers.add(peer("wanted"));
            }
            List<Boolean> claimed = together(peers.stream()
                    .<Callable<Boolean>>map(peer -> () -> presence.claim(peer))
                    .toList());
            assertThat(claimed.stream().filter(won -> won)).hasSize(1);
            peers.forEach(presence::release);
            assertThat(presence.size()).isZero();
        }
    }

    @Test
    void idsAreRandomUuids() {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            String id = PeerId.random(random).toString();
            assertThat(id).isEqualTo(UUID.fromString(id).toString());
            assertThat(UUID.fromString(id).version()).isEqualTo(4);
            assertThat(seen.add(id)).isTrue();
        }
    }

    private List<Peer> peers() {
        List<Peer> peers = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            peers.add(peer("peer " + i));
        }
        return peers;
    }

    private static final ExecutorService POOL = Executors.newFixedThreadPool(THREADS, task -> {
        Thread thread = new Thread(task, "race");
        thread.setDaemon(true);
        return thread;
    });

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

    private static final class NoLink implements PeerLink {
        @Override
        public void send(byte[] bytes, int offset, int length) {}

        @Override
        public void send(SharedMessage message) {}

        @Override
        public void send(byte[] bytes, int offset, int length, PeerLink cause) {
            send(bytes, offset, length);
        }

        @Override
        public void send(SharedMessage message, PeerLink cause) {
            send(message);
        }

        @Override
        public boolean relay(Splice splice, PeerLink from, @Nullable Peer to, @Nullable Room within) {
            return true;
        }

        @Override
        public void close(CloseReason reason) {}
    }
}
