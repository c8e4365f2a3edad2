package dev.ringdown.server.support;

import java.util.List;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/** Fails a run of tests in which a buffer was leaked. Found by its service file, so that it watches every run. */
public final class LeakListener implements LauncherSessionListener {
    private final LeakWatch watch = new LeakWatch();

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        watch.begin();
    }

    @Override
    public void launcherSessionClosed(LauncherSession session) {
        List<String> leaks = watch.leaks();
        if (!leaks.isEmpty()) {
            throw new AssertionError(leaks.size() + " leaked buffers:\n" + String.join("\n", leaks));
        }
    }
}
