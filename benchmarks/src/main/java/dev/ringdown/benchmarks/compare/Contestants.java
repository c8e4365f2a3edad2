package dev.ringdown.benchmarks.compare;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes contestants from their names: {@code ringdown}, {@code floor}, {@code netty}, {@code node}. Of Ringdown there are
 * variants, named by what they change: {@code ringdown-io_uring-1loop}, {@code ringdown-nio}, {@code ringdown-plain} (no
 * JVM flags), {@code ringdown-serial} (the serial collector), {@code ringdown-4loops-apart} (the peers of a room stay on the
 * event loops where they are); of Netty {@code netty-4loops}.
 *
 * @param java the JVM of those that need one
 * @param flags its flags, as {@code scripts/run.sh} sets them
 */
record Contestants(Path java, List<String> flags, Path ringdownJar, Path benchmarksJar, Path floor, Path nodeRelay) {
    static final String NAMES =
            "ringdown[-plain|-serial|-epoll|-io_uring|-nio|-apart|-<N>loop]..., floor, netty[-<N>loop], node";

    private static final int CORES = Runtime.getRuntime().availableProcessors();

    Contestants {
        flags = List.copyOf(flags);
    }

    /** @throws IllegalArgumentException when nothing has this name */
    Contestant named(String name) {
        List<String> words = List.of(name.split("-", -1));
        List<String> variant = words.subList(1, words.size());
        return switch (words.get(0)) {
            case "ringdown" -> ringdown(name, variant);
            case "netty" -> netty(name, variant);
            case "floor" -> plain(name, variant, "C floor", List.of(floor.toString(), "0"));
            case "node" -> plain(name, variant, "Node ws", List.of("node", nodeRelay.toString(), "0"));
            default -> throw unknown(name);
        };
    }

    private Contestant ringdown(String name, List<String> variant) {
        List<String> command = new ArrayList<>(List.of(java.toString()));
        if (!variant.contains("plain")) {
            command.addAll(flags);
        }
        for (String change : variant) {
            switch (change) {
                case "serial" -> command.add("-XX:+UseSerialGC");
                case "plain", "apart", "epoll", "io_uring", "nio" -> {}
                // it starts no more loops than it sees cores
                default -> command.add("-XX:ActiveProcessorCount=" + Math.max(CORES, loops(name, change)));
            }
        }
        command.addAll(List.of("-jar", ringdownJar.toString(), "serve", "--host=127.0.0.1", "--port=0"));
        command.addAll(List.of("--management-port=-1", "--bridge-port=-1"));
        for (String change : variant) {
            switch (change) {
                case "plain", "serial" -> {}
                case "apart" -> command.add("--set=listen.gather-rooms=false");
                case "epoll", "io_uring", "nio" -> command.add("--transport=" + change);
                default -> command.add("--set=listen.loops=" + loops(name, change));
            }
        }
        return new Contestant(name, label("Ringdown", variant), command, true);
    }

    private Contestant netty(String name, List<String> variant) {
        List<String> command = new ArrayList<>(List.of(java.toString()));
        // The cache that speeds up the start is of Ringdown's jar.
        flags.stream().filter(flag -> !flag.startsWith("-XX:AOTCache=")).forEach(command::add);
        command.addAll(List.of("-cp", benchmarksJar.toString(), "dev.ringdown.benchmarks.tutorial.TutorialServer"));
        for (String change : variant) {
            command.add(Integer.toString(loops(name, change)));
        }
        return new Contestant(name, label("Netty tutorial", variant), command, true);
    }

    private static Contestant plain(String name, List<String> variant, String label, List<String> command) {
        if (!variant.isEmpty()) {
            throw unknown(name);
        }
        return new Contestant(name, label, command, false);
    }

    private static String label(String family, List<String> variant) {
        return variant.isEmpty() ? family : family + " " + String.join(" ", variant);
    }

    private static int loops(String name, String change) {
        if (!change.matches("[1-9]\\d{0,2}loops?")) {
            throw unknown(name);
        }
        return Integer.parseInt(change.replaceAll("\\D", ""));
    }

    private static IllegalArgumentException unknown(String name) {
        return new IllegalArgumentException("--contestants: " + name + " (expected: " + NAMES + ")");
    }
}
