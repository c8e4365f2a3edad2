package dev.ringdown.client.chat;

/** Text that changes nothing on a terminal but the cells it is written to. */
final class Printable {
    private static final int REPLACEMENT = 0xFFFD;

    private Printable() {}

    /**
     * The text with {@code U+FFFD} in place of every character that could move the cursor, start an escape sequence, end
     * the line or turn the order of the characters around it; a tab becomes a space.
     */
    static String of(String text) {
        StringBuilder printable = new StringBuilder(text.length());
        text.codePoints().map(Printable::replaced).forEach(printable::appendCodePoint);
        return printable.toString();
    }

    private static int replaced(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL -> codePoint == '\t' ? ' ' : REPLACEMENT;
            case Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> REPLACEMENT;
            default -> isBidirectionalControl(codePoint) ? REPLACEMENT : codePoint;
        };
    }

    /** Embeddings, overrides and isolates of the bidirectional algorithm (UAX #9 §2). */
    private static boolean isBidirectionalControl(int codePoint) {
        return (codePoint >= 0x202A && codePoint <= 0x202E) || (codePoint >= 0x2066 && codePoint <= 0x2069);
    }
}
