package dev.ringdown.server.support;

import dev.ringdown.server.config.ListenSettings;
import java.util.List;
import java.util.stream.Stream;

/** The setting that leaves the sockets of epoll in their channels. */
final class DetachSetting {
    private DetachSetting() {}

    static boolean exists() {
        return Stream.of(ListenSettings.class.getRecordComponents())
                .anyMatch(component -> component.getName().equals("detachSockets"));
    }

    static List<String> of(boolean detaches) {
        return exists() ? List.of("listen.detach-sockets", String.valueOf(detaches)) : List.of();
    }
}
