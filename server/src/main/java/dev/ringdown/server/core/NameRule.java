package dev.ringdown.server.core;

import java.nio.charset.StandardCharsets;

/**
 * Which names a peer may take: those that another person can read and tell from others. Control and format characters
 * (bidirectional overrides, zero-width ones), unassigned and private ones, halves of surrogate pairs, line separators
 * and towers of combining marks are refused. No state.
 */
public final class NameRule {
    private static final int MAX_MARKS_IN_A_ROW = 4;

    private NameRule() {}

    /**
     * Whether a name is acceptable.
     *
     * @param name not blank
     * @param maxBytes the longest one, in bytes of UTF-8
     */
    public static boolean allows(String name, int maxBytes) {
        return name.length() <= maxBytes
                && name.getBytes(StandardCharsets.UTF_8).length <= maxBytes
                && name.codePoints().allMatch(NameRule::isVisible)
                && !hasTowerOfMarks(name);
    }

    private static boolean isVisible(int codePoint) {
        return switch (Character.getType(codePoint)) {
            // the zero-width joiner holds the parts of an emoji together
            case Character.FORMAT -> codePoint == 0x200D;
            case Character.CONTROL,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    private static boolean hasTowerOfMarks(String name) {
        int row = 0;
        for (int codePoint : name.codePoints().toArray()) {
            int type = Character.getType(codePoint);
            row = type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK ? row + 1 : 0;
            if (row > MAX_MARKS_IN_A_ROW) {
                return true;
            }
        }
        return false;
    }
}
