package dev.ringdown.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class TimerTest {
    private static final int TASKS = 10_000;
    private static final int THREADS = 4;

    private final Timer timer = new Timer();

    @AfterEach
    void end() {
        timer.end();
    }

    @Test
    void tasksOfManyThreadsAllRunOnOneThreadThoseOfEachInOrder() throws Exception {
        List<List<Integer>> ran = new ArrayList<>();
        Set<String> threads = ConcurrentHashMap.newKeySet();
        CountDownLatch done = new CountDownLatch(THREADS * TASKS);
        for (int thread = 0; thread < THREADS; thread++) {
            List<Integer> mine = Collections.synchronizedList(new ArrayList<>());
            ran.add(mine);
            new Thread(() -> {
                        for (int i = 0; i < TASKS; i++) {
                            int number = i;
                            timer.execute(() -> {
                                mine.add(number);
                                threads.add(Thread.currentThread().getName());
                                done.countDown();
                            });
                        }
                    })
                    .start();
        }
        assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(threads).containsExactly("timer");
        assertThat(ran).allSatisfy(mine -> assertThat(mine).hasSize(TASKS).isSorted());
    }

    @Test
    void aTaskThatFailsCostsNeitherTheNextOneNorItsOwnNextTurn() {
        AtomicInteger turns = new AtomicInteger();
        timer.scheduleWithFixedDelay(
                () -> {
                    turns.incrementAndGet();
                    throw new IllegalStateException("a fault, on purpose");
                },
                1,
                1,
                TimeUnit.MILLISECONDS);
        AtomicInteger later = new AtomicInteger();
        timer.execute(() -> {
            throw new IllegalStateException("another fault, on purpose");
        });
        timer.schedule(later::incrementAndGet, 5, TimeUnit.MILLISECONDS);
        await().until(() -> turns.get() >= 3 && later.get() == 1);
    }

    @Test
    void nothingRunsAfterTheEndAndNobodyIsToldSo() {
        AtomicInteger ran = new AtomicInteger();
        timer.schedule(ran::incrementAndGet, 1, TimeUnit.HOURS);
        timer.scheduleWithFixedDelay(ran::incrementAndGet, 1, 1, TimeUnit.HOURS);
        timer.end();
        assertThat(timer.isTerminated()).isTrue();
        timer.execute(ran::incrementAndGet);
        timer.schedule(ran::incrementAndGet, 0, TimeUnit.NANOSECONDS);
        assertThat(ran).hasValue(0);
    }
}
