package dev.ringdown.benchmarks;

import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Threads of the kind that the server's event loops run on, for benchmarks of what happens there: Netty keeps caches of
 * buffers and objects in these and not in others. JMH makes it if it is asked to by {@link #CUSTOM} and {@link #CLASS}
 * among the flags of the forked JVM.
 */
public final class LoopThreads extends ThreadPoolExecutor {
    /** A flag for the JVM: an executor of the benchmark's choice. */
    public static final String CUSTOM = "-Djmh.executor=CUSTOM";

    /** A flag for the JVM: this one. */
    public static final String CLASS = "-Djmh.executor.class=dev.ringdown.benchmarks.LoopThreads";

    /**
     * @param threads how many
     * @param prefix of their names
     */
    public LoopThreads(int threads, String prefix) {
        super(
                threads,
                threads,
                0,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                new DefaultThreadFactory(prefix, true));
    }
}
