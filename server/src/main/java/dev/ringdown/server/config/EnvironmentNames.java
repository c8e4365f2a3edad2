package dev.ringdown.server.config;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Which variables of the environment are settings, which are somebody else's, and which are mistakes. */
final class EnvironmentNames {
    /**
     * Ours, but no settings: the launcher's choice of a JDK, the launcher's command, and the folder to which the browser tests write pictures.
     */
    private static final Set<String> NO_SETTINGS = Set.of("RINGDOWN_JAVA_HOME", "RINGDOWN_CMD", "RINGDOWN_SCREENSHOTS");

    /** Set by Kubernetes in every pod beside a service of the name ringdown. */
    private static final Pattern SERVICE_LINK = Pattern.compile(
            "RINGDOWN_SERVICE_(HOST|PORT(_.+)?)|RINGDOWN_PORT_\\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?");

    private static final String SERVICE_LINK_ADDRESS = "RINGDOWN_PORT";

    private static final Map<String, Setting> BY_VARIABLE =
            Setting.ALL.stream().collect(Collectors.toUnmodifiableMap(Setting::variable, setting -> setting));

    private EnvironmentNames() {}

    /** Whether the variable has to be a setting. */
    static boolean concerns(String variable, String text) {
        boolean serviceLink = SERVICE_LINK.matcher(variable).matches()
                || (variable.equals(SERVICE_LINK_ADDRESS) && text.contains("://"));
        return variable.startsWith(Setting.VARIABLE_PREFIX) && !NO_SETTINGS.contains(variable) && !serviceLink;
    }

    static Optional<Setting> setting(String variable) {
        return Optional.ofNullable(BY_VARIABLE.get(variable));
    }

    static SettingProblem unknown(String variable) {
        return Nearest.unknown(
                variable, Setting.ALL.stream().map(Setting::variable).toList());
    }
}
