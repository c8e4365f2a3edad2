package dev.ringdown.server.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Many threads come and leave at once, as clients of several event loops do. */
class MatchmakerRaceTest {
    private static final int THREADS = 8;
    private static final int STEPS = 20_000;
    private static final int ROUNDS = 8;

    private final ExecutorService loops = Executors.newFixedThreadPool(THREADS);

    @AfterEach
    void end() {
        loops.shutdownNow();
    }

    /** Somebody who comes once. By identity, like a session. */
    private static final class Visitor {
        private final AtomicInteger timesPaired = new AtomicInteger();
    }

    @Test
    void nobodyIsPairedTwiceAndAtMostOneIsLeftOver() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            race(ThreadLocalRandom.current().nextLong());
        }
    }

    private void race(long seed) throws Exception {
        Matchmaker<Visitor> matchmaker = new Matchmaker<>();
        ConcurrentMap<Visitor, Visitor> pairs = new ConcurrentHashMap<>();
        AtomicInteger left = new AtomicInteger();
        CyclicBarrier start = new CyclicBarrier(THREADS);
        List<Future<List<Visitor>>> runs = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            SplittableRandom random = new SplittableRandom(seed + thread);
            runs.add(loops.submit(() -> {
                start.await();
                return comeAndGo(matchmaker, pairs, left, random);
            }));
        }
        List<Visitor> everybody = new ArrayList<>();
        for (Future<List<Visitor>> run : runs) {
            everybody.addAll(run.get());
        }

        assertThat(everybody)
                .as("seed %d", seed)
                .allSatisfy(visitor -> assertThat(visitor.timesPaired).hasValueLessThanOrEqualTo(1));
        int paired = pairs.size() * 2;
        int alone = everybody.size() - paired - left.get();
        assertThat(left).as("somebody left, else this tests little").hasPositiveValue();
        assertThat(alone)
                .as("seed %d: %d paired, %d left", seed, paired, left.get())
                .isBetween(0, 1);
        Visitor last = matchmaker.meet(new Visitor());
        assertThat(last != null)
                .as("seed %d: who is left over still waits", seed)
                .isEqualTo(alone == 1);
    }

    /** Some of those who have to wait leave at once, some at the next step, some never. */
    private static List<Visitor> comeAndGo(
            Matchmaker<Visitor> matchmaker,
            ConcurrentMap<Visitor, Visitor> pairs,
            AtomicInteger left,
            SplittableRandom random) {
        List<Visitor> own = new ArrayList<>();
        for (int step = 0; step < STEPS; step++) {
            Visitor visitor = new Visitor();
            own.add(visitor);
            Visitor other = matchmaker.meet(visitor);
            if (other != null) {
                visitor.timesPaired.incrementAndGet();
                other.timesPaired.incrementAndGet();
                pairs.put(visitor, other);
            }
            Visitor mayLeave = own.get(random.nextInt(Math.max(0, own.size() - 3), own.size()));
            if (random.nextBoolean() && matchmaker.leave(mayLeave)) {
                left.incrementAndGet();
            }
        }
        return own;
    }
}
