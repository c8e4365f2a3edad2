package dev.ringdown.server.config;

import java.time.Duration;

/** Section {@code shutdown}: how the server ends. */
public record ShutdownSettings(
        @Doc("How long connections may take to close after the signal to stop; then they are cut. 0 = at once.")
        Duration drainTimeout) {

    public static final ShutdownSettings DEFAULTS = new ShutdownSettings(Duration.ofSeconds(10));

    /** @throws ConfigurationException when the time is out of its range */
    public ShutdownSettings {
        new Checks("shutdown").timeOrZero("drain-timeout", drainTimeout).verify();
    }
}
