package dev.ringdown.client.load;

import java.io.StringWriter;
import java.util.Formatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;

/**
 * What a run has measured and found.
 *
 * @param seconds how long the measured window really was
 * @param cpu null when nobody asked for it
 */
record Report(
        LoadPlan plan,
        Transport transport,
        double seconds,
        Tally tally,
        @Nullable CpuUse cpu) {
    private static final double[] PERCENTILES = {50, 90, 99, 99.9, 100};
    private static final String[] HEADS = {"p50", "p90", "p99", "p99.9", "max"};
    private static final String[] KEYS = {"p50", "p90", "p99", "p99_9", "max"};

    /** Whether there was no fault of any kind. */
    boolean isClean() {
        return tally.faults() == 0;
    }

    /** The table for people. */
    String table() {
        Formatter out = new Formatter(Locale.ROOT);
        out.format("%s  %s%n", plan.uri(), description());
        out.format("%-20s", "milliseconds");
        for (String head : HEADS) {
            out.format("%10s", head);
        }
        out.format("%12s%n", "count");
        histograms().forEach((name, histogram) -> {
            out.format("%-20s", name.replace('_', ' '));
            for (double percentile : PERCENTILES) {
                out.format("%10.3f", micros(histogram, percentile) / 1000);
            }
            out.format("%12d%n", histogram.getTotalCount());
        });
        if (plan.sessions()) {
            out.format("%-20s", "sessions");
            out.format("%.1f/s over %.1f s, %d in all%n", perSecond(tally.sessionsInWindow), seconds, tally.sessions);
        }
        out.format("%-20s%.1f/s over %.1f s%n", "messages", perSecond(tally.arrivedInWindow), seconds);
        out.format("%-20s%d of %d sent, ", "verified", tally.arrived, tally.sent);
        out.format("%d of them respelled, %d peers joined%n", tally.respelled, tally.connected);
        if (cpu != null) {
            out.format("%-20s%.2f server", "cores", cpu.server());
            out.format(", %.2f generator, %.2f others; ", cpu.generator(), cpu.others());
            out.format("server %.2f us a %s%n", serverMicros(cpu), plan.sessions() ? "session" : "message");
        }
        for (Fault fault : Fault.values()) {
            if (tally.count(fault) > 0) {
                out.format("%-20s%d, the first: %s%n", fault.words(), tally.count(fault), tally.example(fault));
            }
        }
        out.format("%s%n", isClean() ? "clean: no faults" : "NOT CLEAN: " + tally.faults() + " faults");
        return out.toString();
    }

    /** One line of JSON; {@link LoadCommand} documents the keys. */
    String json() {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = Json.FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            json.writeStringProperty("url", plan.uri().toString());
            json.writeStringProperty("dialect", plan.dialect().name().toLowerCase(Locale.ROOT));
            json.writeStringProperty("mode", plan.sessions() ? "session" : "relay");
            switch (plan.pace()) {
                case Pace.OpenLoop open -> {
                    json.writeNumberProperty("rate", open.perSecond());
                    json.writeBooleanProperty("poisson", open.poisson());
                }
                case Pace.ClosedLoop closed -> json.writeNumberProperty("window", closed.window());
            }
            json.writeNumberProperty("conns", plan.peers());
            json.writeNumberProperty("room_size", plan.sessions() ? 2 : plan.roomSize());
            json.writeNumberProperty("size", plan.size());
            json.writeNumberProperty("threads", plan.threads());
            json.writeStringProperty("transport", transport.name().toLowerCase(Locale.ROOT));
            json.writeNumberProperty("seconds", round(seconds));
            json.writeNumberProperty("joined_peers", tally.connected);
            json.writeNumberProperty("sent", tally.sent);
            json.writeNumberProperty("verified", tally.arrived);
            json.writeNumberProperty("respelled", tally.respelled);
            json.writeNumberProperty("messages_per_s", round(perSecond(tally.arrivedInWindow)));
            json.writeNumberProperty("sessions", tally.sessions);
            json.writeNumberProperty("sessions_per_s", round(perSecond(tally.sessionsInWindow)));
            histograms().forEach((name, histogram) -> write(json, name + "_us", histogram));
            if (cpu != null) {
                json.writeNumberProperty("server_cpu_us", round(serverMicros(cpu)));
                json.writeNumberProperty("server_cores", round(cpu.server()));
                json.writeNumberProperty("generator_cores", round(cpu.generator()));
                json.writeNumberProperty("other_cores", round(cpu.others()));
            }
            json.writeObjectPropertyStart("faults");
            for (Fault fault : Fault.values()) {
                json.writeNumberProperty(fault.name().toLowerCase(Locale.ROOT), tally.count(fault));
            }
            json.writeEndObject();
            json.writeBooleanProperty("clean", isClean());
            json.writeEndObject();
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, String name, Histogram histogram) {
        json.writeObjectPropertyStart(name);
        for (int i = 0; i < KEYS.length; i++) {
            json.writeNumberProperty(KEYS[i], round(micros(histogram, PERCENTILES[i])));
        }
        json.writeNumberProperty("mean", round(histogram.getMean() / 1000));
        json.writeNumberProperty("count", histogram.getTotalCount());
        json.writeEndObject();
    }

    private Map<String, Histogram> histograms() {
        Map<String, Histogram> histograms = new LinkedHashMap<>();
        histograms.put("latency", tally.latency);
        histograms.put("send_lag", tally.lag);
        histograms.put("setup", tally.setup);
        if (plan.sessions()) {
            histograms.put("session_joined", tally.sessionJoined);
            histograms.put("session_connected", tally.sessionConnected);
        }
        return histograms;
    }

    private String description() {
        String pace = switch (plan.pace()) {
            case Pace.OpenLoop open ->
                "open loop, " + number(open.perSecond()) + "/s" + (open.poisson() ? " (Poisson)" : "");
            case Pace.ClosedLoop closed ->
                "closed loop, " + (plan.sessions() ? plan.peers() / 2 + " slots" : "window " + closed.window());
        };
        String what = plan.sessions()
                ? "sessions with " + plan.candidates() + " candidates each way"
                : plan.peers() + " peers in rooms of " + plan.roomSize() + ", " + plan.size() + " B";
        String threads = plan.threads() == 1 ? "1 thread" : plan.threads() + " threads";
        return what + "; " + pace + "; " + threads + ", " + transport.name().toLowerCase(Locale.ROOT);
    }

    private double serverMicros(CpuUse use) {
        return use.serverMicrosPer(perSecond(plan.sessions() ? tally.sessionsInWindow : tally.arrivedInWindow));
    }

    private double perSecond(long count) {
        return seconds == 0 ? 0 : count / seconds;
    }

    private static double micros(Histogram histogram, double percentile) {
        return histogram.getTotalCount() == 0 ? 0 : histogram.getValueAtPercentile(percentile) / 1000.0;
    }

    private static double round(double value) {
        return Math.round(value * 1000) / 1000.0;
    }

    private static String number(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }
}
