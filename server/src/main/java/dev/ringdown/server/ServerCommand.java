package dev.ringdown.server;

import dev.ringdown.server.config.Configuration;
import dev.ringdown.server.config.ConfigurationException;
import dev.ringdown.server.config.ConfigurationPrinter;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The commands that do something with the server's configuration. They read their arguments themselves: picocli's class files
 * are too old for the AOT cache, and to load and verify them took a third of the time in which a server starts.
 */
enum ServerCommand {
    SERVE("serve", "Run the server."),
    CHECK_CONFIG("check-config", "Check a configuration and say everything that is wrong with it."),
    PRINT_CONFIG("print-config", "Print every setting, explained, as it would be in force: a file to start from.");

    /** Where the descriptions begin in the help; their lines end before column 80. */
    private static final int COLUMN = 27;

    private static final Pattern LINE = Pattern.compile("(.{1,52})(?: |$)");

    private final String text;
    private final String description;

    ServerCommand(String text, String description) {
        this.text = text;
        this.description = description;
    }

    /** The command that is written so; null if none is. */
    static @Nullable ServerCommand of(String text) {
        for (ServerCommand command : values()) {
            if (command.text.equals(text)) {
                return command;
            }
        }
        return null;
    }

    /** As it is written. */
    String text() {
        return text;
    }

    String description() {
        return description;
    }

    /** Runs the command with what stands behind it, and returns its exit status. */
    int run(List<String> words) throws InterruptedException {
        Arguments arguments = Arguments.read(words);
        if (arguments.askForHelp()) {
            System.out.print(help());
            return 0;
        }
        if (!arguments.problems().isEmpty()) {
            arguments.problems().forEach(System.err::println);
            System.err.println("'ringdown " + text + " --help' lists all flags.");
            return Main.USAGE;
        }
        try {
            return run(arguments.load(System.getenv()));
        } catch (ConfigurationException e) {
            System.err.println(e.getMessage());
            return Main.CONFIGURATION;
        }
    }

    private int run(Configuration configuration) throws InterruptedException {
        return switch (this) {
            case SERVE -> ServeCommand.run(configuration);
            case CHECK_CONFIG -> {
                // what is wrong with another one has been said before
                System.out.println("The configuration is good.");
                yield 0;
            }
            case PRINT_CONFIG -> {
                System.out.print(ConfigurationPrinter.print(configuration));
                yield 0;
            }
        };
    }

    private String help() {
        StringBuilder help = new StringBuilder("Usage: ringdown " + text + " [FLAG]...\n" + description + "\n\n");
        String indent = " ".repeat(COLUMN);
        for (Flag flag : Flag.values()) {
            String left = ("  " + flag.usage() + indent).substring(0, COLUMN);
            String right = LINE.matcher(flag.description()).replaceAll("$1\n" + indent);
            help.append(left).append(right.strip()).append('\n');
        }
        return help.toString();
    }
}
