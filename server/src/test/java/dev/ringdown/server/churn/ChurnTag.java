package dev.ringdown.server.churn;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What every message says of itself, so that whoever gets it can tell whether it is whole, and for whom and where in the
 * order it was meant. All of it without characters that JSON escapes.
 *
 * @param sender a client's name
 * @param target a client's name, or a star
 * @param place a room, or whatever else has to agree
 * @param stream which of the sender's numberings this is
 * @param number in that numbering
 * @param fill bytes that follow
 */
record ChurnTag(String sender, String target, String place, int stream, int number, int fill) {
    private static final Pattern TEXT =
            Pattern.compile("\\[([^|\\]]+)\\|([^|]+)\\|([^|]+)\\|(\\d+)\\|(\\d+)\\|(\\d+)]([a-z0-9]*)");
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789";

    String text() {
        StringBuilder text = new StringBuilder(80 + fill);
        text.append('[')
                .append(sender)
                .append('|')
                .append(target)
                .append('|')
                .append(place)
                .append('|');
        text.append(stream).append('|').append(number).append('|').append(fill).append(']');
        int at = Math.floorMod(sender.hashCode() + number * 31, ALPHABET.length());
        for (int i = 0; i < fill; i++) {
            text.append(ALPHABET.charAt((at + i * 7) % ALPHABET.length()));
        }
        return text.toString();
    }

    /** The tag of a text; null if it is not, to the last character, what some tag looks like. */
    static @Nullable ChurnTag of(String text) {
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches()) {
            return null;
        }
        ChurnTag tag = new ChurnTag(
                parts.group(1),
                parts.group(2),
                parts.group(3),
                Integer.parseInt(parts.group(4)),
                Integer.parseInt(parts.group(5)),
                Integer.parseInt(parts.group(6)));
        return tag.text().equals(text) ? tag : null;
    }
}
