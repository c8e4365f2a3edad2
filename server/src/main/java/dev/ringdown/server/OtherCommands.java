package dev.ringdown.server;

import dev.ringdown.client.chat.ChatCommand;
import dev.ringdown.client.load.LoadCommand;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The commands that are no {@link ServerCommand}, and what is said about all of them; picocli reads them. */
final class OtherCommands {
    private OtherCommands() {}

    /** Runs a command, or says which there are; returns the exit status. */
    static int run(String... args) {
        CommandLine commandLine = new CommandLine(command());
        for (ServerCommand command : ServerCommand.values()) {
            CommandSpec listed = CommandSpec.create();
            listed.usageMessage().description(command.description());
            commandLine.addSubcommand(command.text(), listed);
        }
        add(commandLine, "chat", new ChatCommand());
        add(commandLine, "load", new LoadCommand());
        exitStatuses(commandLine.getCommandSpec());
        return commandLine.setCaseInsensitiveEnumValuesAllowed(true).execute(args);
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
        return command.addOption(OptionSpec.builder(Main.HELP.toArray(String[]::new))
                        .usageHelp(true)
                        .description("Show this help message and exit.")
                        .build())
                .addOption(OptionSpec.builder(Main.VERSION.toArray(String[]::new))
                        .versionHelp(true)
                        .description("Print version information and exit.")
                        .build());
    }

    private static void add(CommandLine commandLine, String text, Object command) {
        CommandLine added = new CommandLine(command);
        exitStatuses(added.getCommandSpec());
        commandLine.addSubcommand(text, added);
    }

    private static void exitStatuses(CommandSpec spec) {
        spec.exitCodeOnInvalidInput(Main.USAGE).exitCodeOnExecutionException(Main.FAILURE);
    }
}
