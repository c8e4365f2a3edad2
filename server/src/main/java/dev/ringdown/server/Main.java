package dev.ringdown.server;

import dev.ringdown.client.chat.ChatCommand;
import dev.ringdown.client.load.LoadCommand;
import dev.ringdown.server.config.Configuration;
import dev.ringdown.server.config.ConfigurationPrinter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The command line. Without a command, {@code serve} is meant. */
public final class Main {
    static final int USAGE = 64;
    static final int CONFIGURATION = 78;
    static final int FAILURE = 1;

    /** Of {@code serve}: the process was beyond repair and ended itself; a supervisor is to start it anew. */
    static final int BEYOND_REPAIR = 70;

    /** In the order in which the help lists them. */
    private static final Map<String, Supplier<Object>> COMMANDS = new LinkedHashMap<>();

    static {
        COMMANDS.put("serve", () -> ServerCommand.of("Run the server.", ServeCommand::run));
        COMMANDS.put(
                "check-config",
                () -> ServerCommand.of(
                        "Check a configuration and say everything that is wrong with it.", Main::confirm));
        COMMANDS.put(
                "print-config",
                () -> ServerCommand.of(
                        "Print every setting, explained, as it would be in force: a file to start from.", Main::print));
        COMMANDS.put("chat", ChatCommand::new);
        COMMANDS.put("load", LoadCommand::new);
    }

    private Main() {}

    /** Of {@code check-config}: what is wrong has been said before. */
    private static int confirm(Configuration good) {
        System.out.println("The configuration is good.");
        return 0;
    }

    private static int print(Configuration configuration) {
        System.out.print(ConfigurationPrinter.print(configuration));
        return 0;
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
        withoutDiagnosis();
        CommandLine commandLine = new CommandLine(command());
        String[] withCommand = withCommand(commandLine, args);
        addCommands(commandLine, withCommand);
        for (CommandLine command : commandLine.getSubcommands().values()) {
            exitStatuses(command.getCommandSpec());
        }
        exitStatuses(commandLine.getCommandSpec());
        return commandLine.setCaseInsensitiveEnumValuesAllowed(true).execute(withCommand);
    }

    private static CommandSpec command() {
        CommandSpec command = CommandSpec.create().name("ringdown").version("ringdown " + RingdownServer.VERSION);
        command.usageMessage()
                .description("A signaling server: lets browsers, phones and programs find each other and then talk"
                        + " directly.")
                .synopsisSubcommandLabel("COMMAND")
                .footer(
                        "",
                        "Without a command, 'serve' is meant. Exit status: 0 stopped cleanly, 64 usage, 78"
                                + " configuration, 1 failure,",
                        "70 the server could not go on (an event loop ended or hangs, memory is used up): start it"
                                + " anew.");
        return command.addOption(ServerCommand.help())
                .addOption(OptionSpec.builder("-V", "--version")
                        .versionHelp(true)
                        .description("Print version information and exit.")
                        .build());
    }

    /** Adds the command that is meant, and no other, which would only take time; all of them where none is meant. */
    private static void addCommands(CommandLine commandLine, String... args) {
        Supplier<Object> meant = args.length == 0 ? null : COMMANDS.get(args[0]);
        if (meant != null) {
            commandLine.addSubcommand(args[0], meant.get());
        } else {
            COMMANDS.forEach((name, command) -> commandLine.addSubcommand(name, command.get()));
        }
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
