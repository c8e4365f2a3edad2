package dev.ringdown.server;

import java.util.Arrays;
import java.util.List;

/** The command line. Without a command, {@code serve} is meant. */
public final class Main {
    static final int USAGE = 64;
    static final int CONFIGURATION = 78;
    static final int FAILURE = 1;

    /** Of {@code serve}: the process was beyond repair and ended itself; a supervisor is to start it anew. */
    static final int BEYOND_REPAIR = 70;

    /** What is asked of no command; any other flag in the first place is one of {@code serve}. */
    static final List<String> HELP = List.of("-h", "--help");

    static final List<String> VERSION = List.of("-V", "--version");

    private Main() {}

    /**
     * Runs a command and ends the process with its exit status.
     *
     * @param args the command and its options
     */
    public static void main(String... args) throws InterruptedException {
        System.exit(run(args));
    }

    /** Runs a command. */
    static int run(String... args) throws InterruptedException {
        withoutDiagnosis();
        List<String> words = Arrays.asList(args);
        if (words.isEmpty() || isFlagOfServe(words.getFirst())) {
            return ServerCommand.SERVE.run(words);
        }
        ServerCommand command = ServerCommand.of(words.getFirst());
        return command == null ? OtherCommands.run(args) : command.run(words.subList(1, words.size()));
    }

    private static boolean isFlagOfServe(String word) {
        return word.startsWith("-") && !HELP.contains(word) && !VERSION.contains(word);
    }

    /**
     * Netty's tools for those who search it for faults, off unless they are asked for: a stack trace every hundredth buffer,
     * to find who leaks it, and events for Flight Recorder, which the first client would wait for while it is set up.
     */
    private static void withoutDiagnosis() {
        setUnlessSet("io.netty.leakDetection.level", "disabled");
        setUnlessSet("io.netty.jfr.enabled", "false");
    }

    private static void setUnlessSet(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
