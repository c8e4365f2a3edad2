package dev.ringdown.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MeasurementTest {
    private static final String REPORT = """
            {"url":"ws://127.0.0.1:1/ws","mode":"%s","joined_peers":4,"messages_per_s":1000.5,"sessions_per_s":7,
             "latency_us":{"p50":10,"p99":99},"send_lag_us":{"p99":3},"setup_us":{"max":500},
             "server_cpu_us":8.25,"server_cores":0.5,"generator_cores":0.75,"other_cores":0.1,
             "faults":{"lost":%d,"server_error":%d},"clean":true}
            """;

    @Test
    void readsWhatTheGeneratorPrints() {
        assertThat(Measurement.of(REPORT.formatted("relay", 0, 0)))
                .isEqualTo(new Measurement(8.25, 1000.5, 10, 99, 3, 500, 4, 0.5, 0.75, 0.1, ""));
    }

    @Test
    void ofSessionsItTakesTheSessions() {
        assertThat(Measurement.of(REPORT.formatted("session", 0, 0)).perSecond())
                .isEqualTo(7);
    }

    @Test
    void faultsAreNamed() {
        Measurement measurement = Measurement.of(REPORT.formatted("relay", 2, 1));

        assertThat(measurement.isClean()).isFalse();
        assertThat(measurement.faults()).isEqualTo("2 lost, 1 server error");
        assertThat(measurement.toString()).contains("NOT CLEAN: 2 lost");
    }
}
