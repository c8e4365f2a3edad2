package dev.ringdown.server;

import dev.ringdown.server.config.Configuration;
import dev.ringdown.server.config.ConfigurationException;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Makes the commands that do something with a server's configuration. They are described in code, not by annotations: to
 * have those read takes a good part of a start, since Java makes a class for each kind of annotation when it first sees one.
 */
final class ServerCommand {
    /** What a command does; returns its exit status. */
    @FunctionalInterface
    interface Action {
        int run(Configuration configuration) throws InterruptedException;
    }

    private ServerCommand() {}

    static CommandLine of(String description, Action action) {
        ConfigurationOptions options = new ConfigurationOptions();
        Callable<Integer> call = () -> {
            try {
                return action.run(options.load());
            } catch (ConfigurationException e) {
                System.err.println(e.getMessage());
                return Main.CONFIGURATION;
            }
        };
        CommandSpec command = CommandSpec.wrapWithoutInspection(call);
        command.usageMessage().description(description);
        options.addTo(command);
        return new CommandLine(command.addOption(help()));
    }

    /** The option that every command has. */
    static OptionSpec help() {
        return OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Show this help message and exit.")
                .build();
    }
}
