package dev.ringdown.server;

import dev.ringdown.server.config.ConfigurationException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ringdown check-config}: says whether a server would start with this configuration. */
@Command(
        name = "check-config",
        description = "Check a configuration and say everything that is wrong with it.",
        mixinStandardHelpOptions = true)
final class CheckConfigCommand implements Callable<Integer> {
    @Mixin
    private ConfigurationOptions options = new ConfigurationOptions();

    @Override
    public Integer call() {
        try {
            options.load();
        } catch (ConfigurationException e) {
            System.err.println(e.getMessage());
            return Main.CONFIGURATION;
        }
        System.out.println("The configuration is good.");
        return 0;
    }
}
