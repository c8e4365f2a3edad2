package dev.ringdown.benchmarks.compare;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes contestants from their names: {@code ringdown}, {@code floor}, {@code netty}, {@code node}. Of Ringdown there are
 * variants, named by what they change: {@code ringdown-io_uring-1loop}, {@code ringdown-nio}, {@code ringdown-plain} (no
 * JVM flags), {@code ringdown-serial} (the serial collector), {@code ringdown-4loops-apart} (the peers of a room stay on the
 * event loops where they are); of Netty {@code netty-4loops}. {@code before} is another version of Ringdown and has the same
 * variants.
 *
 * @param java the JVM of those that need one
 * @param flags its flags, as {@code scripts/run.sh} sets them
 * @param before the jar of the other version; null if there is none
 */
record Contestants(
        Path java,
        List<String> flags,
        Path ringdownJar,
        @Nullable Path before,
        Path benchmarksJar,
        Path floor,
        Path nodeRelay) {
    static final String NAMES = "ringdown[-plain|-serial|-epoll|-io_uring|-nio|-apart|-<N>loop]..., before[-...] (with"
            + " --before), floor, netty[-<N>loop], node";

    private static final String AOT_CACHE = "-XX:AOTCache=";
    private static final int CORES = Runtime.getRuntime().availableProcessors();

    Contestants {
        flags = List.copyOf(flags);
    }

    /** @throws IllegalArgumentException when nothing has this name */
    Contestant named(String name) {
        List<String> words = List.of(name.split("-", -1));
        List<String> variant = words.subList(1, words.size());
        return switch (words.get(0)) {
            case "ringdown" -> ringdown(name, variant, "Ringdown", ringdownJar);
            case "before" -> {
                if (before == null) {
                    throw new IllegalArgumentException("--contestants: " + name + " (needs --before)");
                }
                yield ringdown(name, variant, "Ringdown before", before);
            }
            case "netty" -> netty(name, variant);
            case "floor" -> plain(name, variant, "C floor", List.of(floor.toString(), "0"));
            case "node" -> plain(name, variant, "Node ws", List.of("node", nodeRelay.toString(), "0"));
            default -> throw unknown(name);
        };
    }

    private Contestant ringdown(String name, List<String> variant, String family, Path jar) {
        List<String> command = new ArrayList<>(List.of(java.toString()));
        if (!variant.contains("plain")) {
            command.addAll(flagsOf(jar));
        }
        for (String change : variant) {
            switch (change) {
                case "serial" -> command.add("-XX:+UseSerialGC");
                case "plain", "apart", "channels", "epoll", "io_uring", "nio" -> {}
                // it starts no more loops than it sees cores
                default -> command.add("-XX:ActiveProcessorCount=" + Math.max(CORES, loops(name, change)));
            }
        }
        command.addAll(List.of("-jar", jar.toString(), "serve", "--host=127.0.0.1", "--port=0"));
        command.addAll(List.of("--management-port=-1", "--bridge-port=-1"));
        for (String change : variant) {
            switch (change) {
                case "plain", "serial" -> {}
                case "apart" -> command.add("--set=listen.gather-rooms=false");
                case "channels" -> command.add("--set=listen.detach-sockets=false");
                case "epoll", "io_uring", "nio" -> command.add("--transport=" + change);
                default -> command.add("--set=listen.loops=" + loops(name, change));
            }
        }
        return new Contestant(name, label(family, variant), command, true);
    }

    private Contestant netty(String name, List<String> variant) {
        List<String> command = new ArrayList<>(List.of(java.toString()));
        command.addAll(flagsOf(benchmarksJar));
        command.addAll(List.of("-cp", benchmarksJar.toString(), "dev.ringdown.benchmarks.tutorial.TutorialServer"));
        for (String change : variant) {
            command.add(Integer.toString(loops(name, change)));
        }
        return new Contestant(name, label("Netty tutorial", variant), command, true);
    }

    /** The flags, with the cache that speeds up the start of this jar, if there is one beside it. */
    private List<String> flagsOf(Path jar) {
        List<String> all = new ArrayList<>(flags);
        if (all.removeIf(flag -> flag.startsWith(AOT_CACHE))) {
            String name = String.valueOf(jar.getFileName());
            Path cache = jar.resolveSibling(name.replaceFirst("\\.jar$", ".aot"));
            if (Files.exists(cache)) {
                all.add(AOT_CACHE + cache);
            }
        }
        return all;
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
