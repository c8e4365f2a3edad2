package dev.ringdown.server.config;

/** Section {@code demo}: the pages to try it out. */
public record DemoSettings(
        @Doc("Whether the demo pages are served at /; otherwise they are answered with 404.")
        boolean enabled) {
    public static final DemoSettings DEFAULTS = new DemoSettings(true);
}
