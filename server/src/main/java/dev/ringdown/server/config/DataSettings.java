package dev.ringdown.server.config;

/** Section {@code data}: what outlives the process. */
public record DataSettings(
        @Doc(
                "Folder in which persistent rooms are kept, made if it is not there. Empty = there are no persistent rooms.")
        String directory) {

    public static final DataSettings DEFAULTS = new DataSettings("");
}
