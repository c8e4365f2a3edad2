package dev.ringdown.client.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class ServerProcessTest {
    @Test
    void countsWhatThisProcessComputes() {
        MeasuredProcess self = MeasuredProcess.self();
        long process = self.cpuNanos();
        long machine = MeasuredProcess.machineCpuNanos();
        while (self.cpuNanos() - process < 100_000_000) {
            Thread.onSpinWait();
        }

        assertThat(MeasuredProcess.machineCpuNanos()).isGreaterThan(machine);
        assertThat(self.rssBytes()).isBetween(1L << 20, 1L << 40);
    }

    @Test
    void aProcessThatIsNotThereIsAnError() {
        MeasuredProcess nobody = new MeasuredProcess(Integer.MAX_VALUE);

        assertThatThrownBy(nobody::cpuNanos).isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void whatIsNeitherServerNorGeneratorIsOthers() {
        CpuUse.Reading before = new CpuUse.Reading(0, 0, 0, 0);
        CpuUse use = before.until(new CpuUse.Reading(1000, 500, 250, 1500));

        assertThat(use).isEqualTo(new CpuUse(0.5, 0.25, 0.75));
        assertThat(use.serverMicrosPer(10_000)).isEqualTo(50);
        assertThat(use.serverMicrosPer(0)).isZero();
    }
}
