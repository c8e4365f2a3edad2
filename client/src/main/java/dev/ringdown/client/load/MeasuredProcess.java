package dev.ringdown.client.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A process of this machine as Linux shows it in {@code /proc}. From any thread. Every reading throws
 * {@link UncheckedIOException} when there is no such process, or no {@code /proc}.
 *
 * @param pid its id
 */
public record MeasuredProcess(long pid) {
    /** The kernel counts in hundredths of a second, whatever its own tick is. */
    private static final long NANOS_OF_TICK = 10_000_000;

    /** Fields of {@code /proc/PID/stat} behind the name, from 0: time in user mode and in the kernel. */
    private static final int USER = 11;

    private static final int KERNEL = 12;

    /** The generator itself. */
    static MeasuredProcess self() {
        return new MeasuredProcess(ProcessHandle.current().pid());
    }

    /** What all its threads, the ended ones too, have computed since it began, in nanoseconds; exact to 10 ms. */
    public long cpuNanos() {
        String stat = lines("stat").get(0);
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[USER]) + Long.parseLong(fields[KERNEL])) * NANOS_OF_TICK;
    }

    /** The memory that it holds (its resident set), in bytes. */
    public long rssBytes() {
        return lines("status").stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElse(0);
    }

    /** What all processes of the machine, and its kernel, have computed since it was started, in nanoseconds. */
    static long machineCpuNanos() {
        String[] fields = read(Path.of("/proc/stat")).get(0).trim().split(" +", -1);
        long busy = 0;
        for (int i = 1; i <= 8; i++) {
            boolean idle = i == 4 || i == 5;
            busy += idle ? 0 : Long.parseLong(fields[i]);
        }
        return busy * NANOS_OF_TICK;
    }

    private List<String> lines(String file) {
        return read(Path.of("/proc", Long.toString(pid), file));
    }

    private static List<String> read(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
