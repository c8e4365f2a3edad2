package dev.ringdown.server;

import dev.ringdown.client.chat.ChatCommand;
import dev.ringdown.client.load.LoadCommand;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;

/** The command line. Without a command, {@code serve} is meant. */
@Command(
        name = "ringdown",
        description = "A signaling server: lets browsers, phones and programs find each other and then talk directly.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        footer = {
            "",
            "Without a command, 'serve' is meant. Exit status: 0 stopped cleanly, 64 usage, 78 configuration, 1 failure."
        })
public final class Main {
    static final int USAGE = 64;
    static final int CONFIGURATION = 78;
    static final int FAILURE = 1;

    /** In the order in which the help lists them. */
    private static final Map<String, Supplier<Object>> COMMANDS = new LinkedHashMap<>();

    static {
        COMMANDS.put("serve", ServeCommand::new);
        COMMANDS.put("check-config", CheckConfigCommand::new);
        COMMANDS.put("print-config", PrintConfigCommand::new);
        COMMANDS.put("chat", ChatCommand::new);
        COMMANDS.put("load", LoadCommand::new);
    }

    private Main() {}

    /** Says which version this is. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"ringdown " + RingdownServer.VERSION};
        }
    }

    /**
     * Runs a command and ends the process with its exit status.
     *
     * @param args the command and its options
     */
    public static void main(String... args) {
        System.exit(run(args));
    }

    /** Runs a command. */
    static int run(String... args) {
        Logging.quiet();
        withoutLeakDetection();
        CommandLine commandLine = new CommandLine(new Main());
        String[] withCommand = withCommand(commandLine, args);
        addCommands(commandLine, withCommand);
        for (CommandLine command : commandLine.getSubcommands().values()) {
            exitStatuses(command.getCommandSpec());
        }
        exitStatuses(commandLine.getCommandSpec());
        return commandLine.setCaseInsensitiveEnumValuesAllowed(true).execute(withCommand);
    }

    /** Adds the command that is meant, and no other, which would only take time; all of them where none is meant. */
    private static void addCommands(CommandLine commandLine, String... args) {
        Supplier<Object> meant = args.length == 0 ? null : COMMANDS.get(args[0]);
        if (meant != null) {
            commandLine.addSubcommand(meant.get());
        } else {
            COMMANDS.values().forEach(command -> commandLine.addSubcommand(command.get()));
        }
    }

    /** Netty's search for leaked buffers takes a stack trace every hundredth buffer: a tool for tests, unless it is asked for. */
    private static void withoutLeakDetection() {
        String level = "io.netty.leakDetection.level";
        if (System.getProperty(level) == null) {
            System.setProperty(level, "disabled");
        }
    }

    private static void exitStatuses(CommandSpec spec) {
        spec.exitCodeOnInvalidInput(USAGE).exitCodeOnExecutionException(FAILURE);
    }

    private static String[] withCommand(CommandLine commandLine, String[] args) {
        boolean flagOfServe = args.length > 0
                && args[0].startsWith("-")
                && commandLine.getCommandSpec().findOption(args[0]) == null;
        if (args.length > 0 && !flagOfServe) {
            return args;
        }
        String[] withServe = new String[args.length + 1];
        withServe[0] = "serve";
        System.arraycopy(args, 0, withServe, 1, args.length);
        return withServe;
    }
}
