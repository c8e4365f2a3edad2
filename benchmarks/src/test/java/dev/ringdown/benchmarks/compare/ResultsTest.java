package dev.ringdown.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringdown.benchmarks.compare.Results.Curve;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsTest {
    private final Results results = results();

    @Test
    void aRatioIsToTheFloorOfTheSameRound() {
        sample("w1", "floor", 0, 10, "");
        sample("w1", "ringdown", 0, 11, "");
        sample("w1", "floor", 1, 20, "");
        sample("w1", "ringdown", 1, 24, "");
        sample("w1", "ringdown", 2, 1000, "");

        assertThat(results.cpuRatio("w1", "ringdown")).contains(Spread.of(1.1, 1.2));
        assertThat(results.cpuMicros("w1", "floor")).contains(Spread.of(10, 20));
        assertThat(results.cpuRatio("w2", "ringdown")).isEmpty();
    }

    @Test
    void whatIsNotCleanDoesNotCount() {
        sample("w1", "floor", 0, 10, "");
        sample("w1", "ringdown", 0, 5, "1 lost");

        assertThat(results.cpuRatio("w1", "ringdown")).isEmpty();
        assertThat(results.faulty()).isEqualTo(1);
    }

    @Test
    void theTableHasMediansRangesAndGoals() {
        for (int round = 0; round < 3; round++) {
            sample("w1", "floor", round, 10, "");
            sample("w1", "ringdown", round, 10 + round, "");
        }
        results.starts().add(new Results.Start("ringdown", 0, 240.4, 80));
        results.add(Curve.MEMORY, "ringdown", 19_500, 1987.6);

        assertThat(Table.of(results))
                .contains("| 1 message in flight a pair, 300 B | 10.0 | **1.10** (1.00–1.20) | ≤ 1.05 |")
                .contains("| start until ready, ms | – | 240 | ≤ 250 |")
                .contains("| memory of an idle connection, bytes | – | 1,988 | ≤ 2,000 |")
                .contains(
                        "Medians of 3 interleaved rounds",
                        "none was lost",
                        "Test CPU",
                        "`scripts/compare.sh --rounds 3`")
                .doesNotContain("2 in flight");
    }

    @Test
    void theTableSaysWhenSomethingWentWrong() {
        sample("w1", "floor", 0, 10, "3 lost");

        assertThat(Table.of(results)).contains("1 measurements with lost");
    }

    @Test
    void staysItselfInAFile(@TempDir Path folder) throws IOException {
        sample("w1", "floor", 0, 10, "");
        results.add(Curve.LATENCY, "floor", 5000, 120);
        results.write(folder.resolve("results.json"));

        assertThat(Results.read(folder.resolve("results.json"))).isEqualTo(results);
    }

    private void sample(String work, String contestant, int round, double micros, String faults) {
        Measurement measurement = new Measurement(micros, 1000, 50, 100, 1, 500, 4, 0.5, 0.5, 0.05, faults);
        results.samples().add(new Results.Sample(work, contestant, round, measurement));
    }

    private static Results results() {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put("floor", "C floor");
        labels.put("ringdown", "Ringdown");
        Machine machine = new Machine("Test CPU", 2, 24, "Linux 6", "25", 0.1);
        return Results.empty(machine, "scripts/compare.sh --rounds 3", labels);
    }
}
