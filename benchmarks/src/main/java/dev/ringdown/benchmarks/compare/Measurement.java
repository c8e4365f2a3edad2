package dev.ringdown.benchmarks.compare;

import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What one run of {@code ringdown load} has found.
 *
 * @param cpuMicros of the server, for each message or session
 * @param perSecond messages or sessions
 * @param p50Micros of the latency of messages, as {@code p99Micros}
 * @param lagMicros by which the generator itself was late with one message in a hundred
 * @param joinMicros from the connect until the slowest peer had joined
 * @param joined peers
 * @param otherCores that neither server nor generator kept busy
 * @param faults empty when every message came as it should
 */
record Measurement(
        double cpuMicros,
        double perSecond,
        double p50Micros,
        double p99Micros,
        double lagMicros,
        double joinMicros,
        int joined,
        double serverCores,
        double generatorCores,
        double otherCores,
        String faults) {

    /** Reads what {@code ringdown load --json} printed. */
    static Measurement of(String json) {
        JsonNode report = JsonMapper.shared().readTree(json);
        boolean sessions = report.path("mode").asString().equals("session");
        StringBuilder faults = new StringBuilder();
        report.path("faults").properties().forEach(fault -> {
            if (fault.getValue().asLong() > 0) {
                faults.append(faults.isEmpty() ? "" : ", ")
                        .append(fault.getValue().asLong())
                        .append(' ')
                        .append(fault.getKey().replace('_', ' '));
            }
        });
        return new Measurement(
                report.path("server_cpu_us").asDouble(),
                report.path(sessions ? "sessions_per_s" : "messages_per_s").asDouble(),
                report.path("latency_us").path("p50").asDouble(),
                report.path("latency_us").path("p99").asDouble(),
                report.path("send_lag_us").path("p99").asDouble(),
                report.path("setup_us").path("max").asDouble(),
                report.path("joined_peers").asInt(),
                report.path("server_cores").asDouble(),
                report.path("generator_cores").asDouble(),
                report.path("other_cores").asDouble(),
                faults.toString());
    }

    boolean isClean() {
        return faults.isEmpty();
    }

    @Override
    public String toString() {
        String line = String.format(
                Locale.ROOT,
                "%8.2f us, %7.0f/s, p99 %8.2f ms, others %.2f cores",
                cpuMicros,
                perSecond,
                p99Micros / 1000,
                otherCores);
        return isClean() ? line : line + "  NOT CLEAN: " + faults;
    }
}
