package dev.ringdown.server.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ringdown.server.support.RecordingLink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Many threads enter and leave at once, also under the same names, as clients of several event loops do. */
class PresenceListRaceTest {
    private static final int THREADS = 8;
    private static final int STEPS = 400;

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final ExecutorService loops = Executors.newFixedThreadPool(THREADS);

    @AfterEach
    void end() {
        loops.shutdownNow();
        timer.shutdownNow();
    }

    @Test
    void everybodyWhoStaysGetsTheFinalListAndNobodyTwice() throws Exception {
        for (int round = 0; round < 10; round++) {
            race(ThreadLocalRandom.current().nextLong());
        }
    }

    private void race(long seed) throws Exception {
        PresenceList roster = new PresenceList(PresenceListTest::listing, timer, Duration.ofMillis(1));
        Map<PresenceList.Entry, RecordingLink> present = new ConcurrentHashMap<>();
        CyclicBarrier start = new CyclicBarrier(THREADS);
        List<Future<?>> runs = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            long threadSeed = seed + thread;
            runs.add(loops.submit(() -> {
                start.await();
                comeAndGo(roster, present, threadSeed);
                return null;
            }));
        }
        for (Future<?> run : runs) {
            run.get();
        }

        assertThat(roster.size()).as("seed %d", seed).isEqualTo(present.size());
        String[] names = present.keySet().stream().map(PresenceList.Entry::name).toArray(String[]::new);
        await().pollInterval(Duration.ofMillis(5)).untilAsserted(() -> {
            String list = present.values().iterator().next().last();
            assertThat(list).isNotEmpty();
            assertThat(present.values()).as("seed %d", seed).allMatch(link -> list.equals(link.last()));
            assertThat(namesIn(list)).as("seed %d", seed).containsExactlyInAnyOrder(names);
        });
        for (RecordingLink link : present.values()) {
            assertThat(link.messages())
                    .allSatisfy(list -> assertThat(namesIn(list)).doesNotHaveDuplicates());
        }
    }

    /** Half of the names are this thread's own, the other half are wanted by all threads; some entries stay. */
    private static void comeAndGo(PresenceList roster, Map<PresenceList.Entry, RecordingLink> present, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<PresenceList.Entry> own = new ArrayList<>();
        for (int step = 0; step < STEPS; step++) {
            if (own.size() > 4 || (!own.isEmpty() && random.nextBoolean())) {
                PresenceList.Entry leaving = own.remove(random.nextInt(own.size()));
                present.remove(leaving);
                roster.leave(leaving);
            } else if (!own.isEmpty() && random.nextInt(4) == 0) {
                changeName(roster, present, own, random);
            } else {
                RecordingLink link = new RecordingLink();
                String name = random.nextBoolean() ? "shared" + random.nextInt(4) : seed + "-" + step;
                PresenceList.Entry entering = PresenceListTest.entry(name, link);
                if (roster.enter(entering)) {
                    present.put(entering, link);
                    own.add(entering);
                }
            }
        }
        // somebody stays
        RecordingLink link = new RecordingLink();
        PresenceList.Entry last = PresenceListTest.entry(seed + "-last", link);
        assertThat(roster.enter(last)).isTrue();
        present.put(last, link);
    }

    private static void changeName(
            PresenceList roster,
            Map<PresenceList.Entry, RecordingLink> present,
            List<PresenceList.Entry> own,
            SplittableRandom random) {
        int index = random.nextInt(own.size());
        PresenceList.Entry before = own.get(index);
        PresenceList.Entry after = PresenceListTest.entry("shared" + random.nextInt(4), before.link());
        if (roster.replace(before, after)) {
            own.set(index, after);
            present.remove(before);
            present.put(after, (RecordingLink) after.link());
        }
    }

    private static List<String> namesIn(String list) {
        return List.of(list.substring(1, list.length() - 1).split(", ", -1));
    }
}
