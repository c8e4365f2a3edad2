package dev.ringdown.server.config;

/** Section {@code log}: what is logged, and how it is written. */
public record LogSettings(
        @Doc("How lines are written; auto is text on a terminal and JSON elsewhere.")
        Format format,

        @Doc("The least severe level that is logged.") Level level) {

    public static final LogSettings DEFAULTS = new LogSettings(Format.AUTO, Level.INFO);

    /** How log lines are written. */
    public enum Format {
        /** Text on a terminal, JSON elsewhere. */
        AUTO,
        /** For people. */
        TEXT,
        /** One object a line, for collectors. */
        JSON
    }

    /** The severities, most severe first. */
    public enum Level {
        ERROR,
        WARN,
        INFO,
        DEBUG,
        TRACE
    }
}
