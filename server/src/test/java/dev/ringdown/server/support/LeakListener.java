package dev.ringdown.server.support;

import java.util.List;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Fails a run of tests in which a buffer was leaked. Found by its service file, so that it watches every run, unless the system
 * property {@code leaks.watch} is false: as where one JVM has many runs, of which only the first one's detectors are seen.
 */
public final class LeakListener implements LauncherSessionListener {
    private static final boolean WATCHES = !"false".equals(System.getProperty("leaks.watch"));

    private final LeakWatch watch = new LeakWatch();

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        if (WATCHES) {
            watch.begin();
        }
    }

    @Override
    public void launcherSessionClosed(LauncherSession session) {
        List<String> leaks = WATCHES ? watch.leaks() : List.of();
        if (!leaks.isEmpty()) {
            throw new AssertionError(leaks.size() + " leaked buffers:\n" + String.join("\n", leaks));
        }
    }
}
