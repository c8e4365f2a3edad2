package dev.ringdown.server.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringdown.server.simulation.SimulatingLoader;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The real transport, dialects and core on three simulated event loops, in many thousands of interleavings that seeds make:
 * clients of four dialects come, talk, leave and are lost, while every event loop may be interrupted wherever it touches
 * what others touch too. {@code scripts/simulate.sh} runs more of them.
 */
@Tag("simulation")
class SimulationTest {
    private static final int INTERLEAVINGS = 100_000;
    private static final int BATCH = 1_000;
    private static final int TRANSCRIPTS = 100;

    private static Class<?> simulation;
    private static Class<?> mailbox;
    private static Class<?> backlog;
    private static Class<?> pause;

    @BeforeAll
    static void load() throws ClassNotFoundException {
        SimulatingLoader loader = new SimulatingLoader(SimulationTest.class.getClassLoader());
        simulation = loader.loadClass("dev.ringdown.server.transport.Simulation");
        mailbox = loader.loadClass("dev.ringdown.server.transport.SimulatedMailbox");
        backlog = loader.loadClass("dev.ringdown.server.transport.SimulatedBacklog");
        pause = loader.loadClass("dev.ringdown.server.transport.SimulatedPause");
    }

    /** If the event loop that leaves something takes the other for awake, which is about to sleep, nobody is woken. */
    @Test
    void whatIsLeftInAMailboxWhileItIsEmptiedIsHeard() throws ReflectiveOperationException {
        assertThat(lines(mailbox.getMethod("lost").invoke(null))).isEmpty();
    }

    @Test
    void whoSendsMoreThanIsReadWaitsAndGoesOn() throws ReflectiveOperationException {
        assertThat(lines(backlog.getMethod("findings").invoke(null))).isEmpty();
    }

    @Test
    void nobodyIsTakenForGoneWhileTheProcessWasStopped() throws ReflectiveOperationException {
        assertThat(lines(pause.getMethod("findings").invoke(null))).isEmpty();
    }

    @Test
    void noInterleavingLosesMixesUpOrRepeatsAnything() throws ReflectiveOperationException {
        long firstSeed = Long.getLong("simulation.seed", 1);
        Duration time = Duration.ofSeconds(Long.getLong("simulation.seconds", 0));
        long start = System.nanoTime();
        long ran = 0;
        while (time.isZero() ? ran < INTERLEAVINGS : System.nanoTime() - start < time.toNanos()) {
            assertThat(String.join("\n", run(firstSeed + ran, BATCH))).isEmpty();
            ran += BATCH;
        }
        assertThat(ran).isPositive();
    }

    @Test
    void aSeedMakesTheSameRunEveryTime() throws ReflectiveOperationException {
        for (long seed = 1; seed <= TRANSCRIPTS; seed++) {
            assertThat(transcript(seed)).isEqualTo(transcript(seed));
        }
    }

    private static List<String> run(long firstSeed, int count) throws ReflectiveOperationException {
        return lines(simulation.getMethod("run", long.class, int.class).invoke(null, firstSeed, count));
    }

    private static List<String> transcript(long seed) throws ReflectiveOperationException {
        return lines(simulation.getMethod("transcript", long.class).invoke(null, seed));
    }

    private static List<String> lines(Object lines) {
        return ((List<?>) lines).stream().map(String::valueOf).toList();
    }
}
