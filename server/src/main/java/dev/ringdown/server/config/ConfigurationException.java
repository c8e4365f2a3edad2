package dev.ringdown.server.config;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A configuration that cannot be used, with everything that is wrong with it at once. Thrown by {@link ConfigurationLoader} and by the constructors
 * of the records; nothing is bound yet, and the process should end with exit code 78.
 */
public final class ConfigurationException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final transient List<SettingProblem> problems;

    ConfigurationException(List<SettingProblem> problems) {
        super(problems.stream().map(SettingProblem::sentence).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** A sentence for each problem; never empty. The exception's message is these sentences, a line each. */
    public List<String> problems() {
        return problems.stream().map(SettingProblem::sentence).toList();
    }

    List<SettingProblem> details() {
        return problems;
    }
}
