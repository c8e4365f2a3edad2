package dev.ringdown.server.support;

import org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.jetbrains.lincheck.datastructures.verifier.EpsilonVerifier;

/**
 * Whether a class behaves under several threads as it does under one: Lincheck makes up scenarios, runs them on real threads
 * (stress) and through chosen interleavings (model checking), and looks for an order of the calls in which the sequential
 * class would have answered the same. Bounded, so that each check takes a few seconds; what two certain calls must not do to each
 * other is a {@link #meeting}.
 */
public final class Linearizability {
    private static final int THREADS = 2;
    private static final int CALLS_OF_EACH = 3;
    /** Few, so that all interleavings of them are among those that are tried. */
    private static final int INTERLEAVED_CALLS_OF_EACH = 2;

    private static final int SCENARIOS = 5;
    private static final int RUNS_OF_EACH = 50;
    private static final int INTERLEAVINGS_OF_EACH = 100;
    private static final int INTERLEAVINGS_OF_TWO = 200;

    private Linearizability() {}

    /** On real threads: what model checking cannot run, or not in a few seconds. */
    public static void stress(Class<?> concurrent, Class<?> sequential) {
        stressed().sequentialSpecification(sequential).check(concurrent);
    }

    private static StressOptions stressed() {
        return new StressOptions()
                .threads(THREADS)
                // calls before, by one thread, would often use up what the threads are to compete for
                .actorsBefore(0)
                .actorsPerThread(CALLS_OF_EACH)
                .actorsAfter(1)
                .iterations(SCENARIOS)
                .invocationsPerIteration(RUNS_OF_EACH);
    }

    /**
     * Through chosen interleavings.
     *
     * @param obstructionFree whether each call has to end also when all other threads stand still
     * @param atomic classes whose calls are one step each, since they are checked elsewhere
     */
    public static void modelChecking(
            Class<?> concurrent, Class<?> sequential, boolean obstructionFree, Class<?>... atomic) {
        with(atomic, modelChecked(obstructionFree))
                .sequentialSpecification(sequential)
                .check(concurrent);
    }

    /** Through chosen interleavings; only what the class validates itself has to hold. */
    public static void modelChecking(Class<?> validated, boolean obstructionFree, Class<?>... atomic) {
        with(atomic, modelChecked(obstructionFree))
                .verifier(EpsilonVerifier.class)
                .check(validated);
    }

    private static ModelCheckingOptions with(Class<?>[] atomic, ModelCheckingOptions options) {
        for (Class<?> type : atomic) {
            options.addGuarantee(ManagedStrategyGuaranteeKt.forClasses(type.getName())
                    .allMethods()
                    .treatAsAtomic());
        }
        return options;
    }

    /**
     * Through chosen interleavings of two calls, each on a thread of its own, some hundred of them; only what the class validates itself has to hold.
     *
     * @param validated has two operations, each of them to run once
     * @param atomic classes whose calls are one step each, since they are checked elsewhere
     */
    public static void meeting(Class<?> validated, Class<?>... atomic) {
        ModelCheckingOptions options = new ModelCheckingOptions()
                .threads(THREADS)
                .actorsBefore(0)
                .actorsPerThread(1)
                .actorsAfter(0)
                .iterations(1)
                .invocationsPerIteration(INTERLEAVINGS_OF_TWO)
                .verifier(EpsilonVerifier.class)
                // one call alone is not what the class validates
                .minimizeFailedScenario(false);
        with(atomic, options).check(validated);
    }

    private static ModelCheckingOptions modelChecked(boolean obstructionFree) {
        return new ModelCheckingOptions()
                .threads(THREADS)
                .actorsBefore(0)
                .actorsPerThread(INTERLEAVED_CALLS_OF_EACH)
                .actorsAfter(1)
                .iterations(SCENARIOS)
                .invocationsPerIteration(INTERLEAVINGS_OF_EACH)
                .checkObstructionFreedom(obstructionFree);
    }
}
