package dev.ringdown.server;

import dev.ringdown.server.config.ConfigurationException;
import dev.ringdown.server.config.ConfigurationPrinter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ringdown print-config}: prints every setting with its explanation, as it would be in force. */
@Command(
        name = "print-config",
        description = "Print every setting, explained, as it would be in force: a file to start from.",
        mixinStandardHelpOptions = true)
final class PrintConfigCommand implements Callable<Integer> {
    @Mixin
    private ConfigurationOptions options = new ConfigurationOptions();

    @Override
    public Integer call() {
        try {
            System.out.print(ConfigurationPrinter.print(options.load()));
        } catch (ConfigurationException e) {
            System.err.println(e.getMessage());
            return Main.CONFIGURATION;
        }
        return 0;
    }
}
