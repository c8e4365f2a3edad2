package dev.ringdown.server.config;

import java.util.Collection;
import java.util.Comparator;

/** Finds the name that a misspelt one was meant to be. Any thread may call it. */
public final class Nearest {
    private Nearest() {}

    /** A problem that names the nearest of the known names, whatever the distance. */
    static SettingProblem unknown(String name, Collection<String> known) {
        return SettingProblem.of(name, "%s: unknown (did you mean %s?)".formatted(Texts.shown(name), to(name, known)));
    }

    /**
     * The nearest of the known names, whatever the distance.
     *
     * @param known one at least
     */
    public static String to(String name, Collection<String> known) {
        return known.stream()
                .min(Comparator.comparingInt(candidate -> distance(name, candidate)))
                .orElseThrow();
    }

    /** Edit distance; a right name in the wrong section counts as one edit. */
    private static int distance(String name, String candidate) {
        boolean sameLastPart = lastPart(name).equals(lastPart(candidate));
        return Math.min(edits(name, candidate), sameLastPart ? 1 : Integer.MAX_VALUE);
    }

    private static String lastPart(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    /** Levenshtein's distance, row by row. */
    private static int edits(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[to.length()];
    }
}
