package dev.ringdown.benchmarks.compare;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedMethod;
import jdk.jfr.consumer.RecordingFile;

/** Which part of a server's CPU time went where, by the samples of a recording. */
final class CpuBreakdown {
    /**
     * Where time goes.
     *
     * @param names how the methods begin whose time it is
     */
    private record Place(String words, List<String> names) {
        Place(String words, String... names) {
            this(words, List.of(names));
        }

        boolean has(String method) {
            return names.stream().anyMatch(method::startsWith);
        }
    }

    /** The first one that has a method has its time. */
    private static final List<Place> PLACES = List.of(
            new Place(
                    "kernel: send", "io.netty.channel.unix.Socket.send", "io.netty.channel.unix.FileDescriptor.write"),
            new Place(
                    "kernel: receive",
                    "io.netty.channel.unix.Socket.recv",
                    "io.netty.channel.unix.FileDescriptor.read"),
            new Place("kernel: wait for input", "io.netty.channel.epoll.Native.", "io.netty.channel.uring.Native."),
            new Place(
                    "frames: head, unmask, UTF-8",
                    "dev.ringdown.server.transport.FrameReader",
                    "dev.ringdown.server.transport.FrameHeader",
                    "dev.ringdown.server.transport.Masking",
                    "dev.ringdown.server.transport.MessageAssembler"),
            new Place(
                    "limits and counters", "dev.ringdown.server.metrics.", "dev.ringdown.server.transport.TokenBucket"),
            new Place("JSON: check, find the fields", "dev.ringdown.protocol.json."),
            new Place(
                    "routing: codec, session, room",
                    "dev.ringdown.protocol.",
                    "dev.ringdown.server.dialect.",
                    "dev.ringdown.server.core."),
            new Place("output, and the socket's turn", "dev.ringdown.server.transport."),
            new Place("event loop", "io.netty.channel.", "io.netty.util.concurrent."));

    private static final Place REST = new Place("the rest");

    private final Map<Place, Integer> samples = new HashMap<>();
    private int all;

    private CpuBreakdown() {}

    /** Reads the samples of CPU time of a recording. */
    static CpuBreakdown of(Path recording) throws IOException {
        CpuBreakdown shares = new CpuBreakdown();
        try (RecordingFile file = new RecordingFile(recording)) {
            while (file.hasMoreEvents()) {
                RecordedEvent event = file.readEvent();
                if (event.getEventType().getName().equals("jdk.CPUTimeSample") && event.getStackTrace() != null) {
                    shares.add(event.getStackTrace().getFrames());
                }
            }
        }
        return shares;
    }

    private void add(List<RecordedFrame> stack) {
        all++;
        samples.merge(placeOf(stack), 1, Integer::sum);
    }

    /** The innermost frame that belongs somewhere: what Java's and Netty's buffers do is done for who called them. */
    private static Place placeOf(List<RecordedFrame> stack) {
        for (RecordedFrame frame : stack) {
            RecordedMethod method = frame.getMethod();
            String name = method.getType().getName() + "." + method.getName();
            for (Place place : PLACES) {
                if (place.has(name)) {
                    return place;
                }
            }
        }
        return REST;
    }

    /**
     * A line for each place.
     *
     * @param micros what a message cost in all
     */
    String table(double micros) {
        StringBuilder table = new StringBuilder();
        PLACES.forEach(place -> table.append(line(place, micros)));
        return table.append(line(REST, micros))
                .append("  ")
                .append(all)
                .append(" samples\n")
                .toString();
    }

    private String line(Place place, double micros) {
        double share = (double) samples.getOrDefault(place, 0) / Math.max(1, all);
        return String.format(Locale.ROOT, "  %-38s %5.1f %%  %6.2f us%n", place.words, 100 * share, share * micros);
    }
}
