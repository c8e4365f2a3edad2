package dev.ringdown.server.support;

import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.StressOptions;

/**
 * Whether a class behaves under several threads as it does under one: Lincheck makes up scenarios, runs them on real threads
 * (stress) and through chosen interleavings (model checking), and looks for an order of the calls in which the sequential
 * class would have answered the same. Bounded, so that each check takes a few seconds.
 */
public final class Linearizability {
    private static final int THREADS = 2;
    private static final int CALLS_OF_EACH = 3;
    private static final int SCENARIOS = 6;

    private Linearizability() {}

    /** On real threads. */
    public static void stress(Class<?> concurrent, Class<?> sequential) {
        new StressOptions()
                .threads(THREADS)
                .actorsPerThread(CALLS_OF_EACH)
                .iterations(SCENARIOS)
                .invocationsPerIteration(100)
                .sequentialSpecification(sequential)
                .check(concurrent);
    }

    /**
     * Through chosen interleavings.
     *
     * @param obstructionFree whether each call has to end also when all other threads stand still
     */
    public static void modelChecking(Class<?> concurrent, Class<?> sequential, boolean obstructionFree) {
        new ModelCheckingOptions()
                .threads(THREADS)
                .actorsPerThread(CALLS_OF_EACH)
                .iterations(SCENARIOS)
                .invocationsPerIteration(100)
                .checkObstructionFreedom(obstructionFree)
                .sequentialSpecification(sequential)
                .check(concurrent);
    }
}
