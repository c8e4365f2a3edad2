package dev.ringdown.server.core;

import static java.lang.Character.UnicodeBlock.HANGUL_JAMO;
import static java.lang.Character.UnicodeBlock.HANGUL_JAMO_EXTENDED_A;
import static java.lang.Character.UnicodeBlock.HANGUL_JAMO_EXTENDED_B;

import java.lang.Character.UnicodeBlock;
import java.lang.Character.UnicodeScript;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Which names a peer may take: the code points of the PRECIS FreeformClass (RFC 8264, sections 4.3 and 8), which the
 * nickname profile (RFC 8266) is made of, by the Unicode data of the JDK. Letters, digits, marks, symbols and punctuation of
 * every script pass; controls, bidirectional and other format characters, fillers, old Hangul jamo, halves of surrogate
 * pairs, private and unassigned code points do not, and what has a contextual rule (RFC 5892, appendix A) passes where the
 * rule holds.
 *
 * <p>Where it differs from RFC 8266, and why:
 *
 * <ul>
 *   <li>Names are compared to the byte and kept as they came, since clients expect to get back what they sent: nothing is
 *       normalized, so of the spaces, which the profile would map to one, only U+0020 passes.
 *   <li>Emoji sequences pass, which people write in their names: U+FE0F after a pictograph or in a keycap, and U+200D
 *       between pictographs (see {@link JoinerRule}). Flags made of two letters need no exception; those made of tag
 *       characters, which nobody sees elsewhere, do not pass.
 *   <li>At most four combining marks follow each other: more would be drawn over the lines above and below.
 *   <li>A name is not of spaces alone.
 * </ul>
 *
 * <p>No state.
 */
public final class NameRule {
    private static final int MAX_MARKS_IN_A_ROW = 4;
    private static final int VARIATION_SELECTOR_16 = 0xFE0F;
    private static final int KEYCAP = 0x20E3;

    private NameRule() {}

    /**
     * Whether a name is acceptable.
     *
     * @param name any text
     * @param maxBytes the longest one, in bytes of UTF-8
     */
    public static boolean allows(String name, int maxBytes) {
        if (name.isBlank() || name.length() > maxBytes || name.getBytes(StandardCharsets.UTF_8).length > maxBytes) {
            return false;
        }
        int[] codePoints = name.codePoints().toArray();
        int marks = 0;
        for (int at = 0; at < codePoints.length; at++) {
            marks = isMark(codePoints[at]) ? marks + 1 : 0;
            if (marks > MAX_MARKS_IN_A_ROW || !allows(codePoints, at)) {
                return false;
            }
        }
        return true;
    }

    private static boolean allows(int[] name, int at) {
        int codePoint = name[at];
        return switch (codePoint) {
            case ' ' -> true;
            case JoinerRule.NON_JOINER, JoinerRule.JOINER -> JoinerRule.allows(name, at);
            case VARIATION_SELECTOR_16 -> isSelectorOfEmoji(name, at);
            // RFC 5892, A.3 to A.7
            case 0x00B7 -> isAt(name, at - 1, 'l') && isAt(name, at + 1, 'l');
            case 0x0375 -> at + 1 < name.length && UnicodeScript.of(name[at + 1]) == UnicodeScript.GREEK;
            case 0x05F3, 0x05F4 -> at > 0 && UnicodeScript.of(name[at - 1]) == UnicodeScript.HEBREW;
            case 0x30FB -> Arrays.stream(name).anyMatch(NameRule::isJapanese);
            default -> isFreeform(codePoint) && !mixesArabicDigits(name, codePoint);
        };
    }

    /** Whether a code point is in the FreeformClass, whatever is around it. */
    private static boolean isFreeform(int codePoint) {
        if (isDisallowedByName(codePoint) || isIgnorable(codePoint) || isOldHangulJamo(codePoint)) {
            return false;
        }
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    /** RFC 5892, 2.6, the ones that are never valid: they change how others are written, or fill lines. */
    private static boolean isDisallowedByName(int codePoint) {
        return switch (codePoint) {
            case 0x0640, 0x07FA, 0x302E, 0x302F, 0x3031, 0x3032, 0x3033, 0x3034, 0x3035, 0x303B -> true;
            default -> false;
        };
    }

    /** {@code Default_Ignorable_Code_Point}, but for format characters and those that are not assigned. */
    private static boolean isIgnorable(int codePoint) {
        return switch (codePoint) {
            case 0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B, 0x180C, 0x180D, 0x180F, 0x3164, 0xFFA0 -> true;
            default -> (codePoint >= 0xFE00 && codePoint <= 0xFE0F) || (codePoint >= 0xE0000 && codePoint <= 0xE0FFF);
        };
    }

    /** {@code Hangul_Syllable_Type} L, V or T. */
    private static boolean isOldHangulJamo(int codePoint) {
        UnicodeBlock block = UnicodeBlock.of(codePoint);
        return HANGUL_JAMO.equals(block)
                || HANGUL_JAMO_EXTENDED_A.equals(block)
                || HANGUL_JAMO_EXTENDED_B.equals(block);
    }

    /** UTS #51: after a pictograph, or between one of the twelve keys and its cap. */
    private static boolean isSelectorOfEmoji(int[] name, int at) {
        if (at == 0) {
            return false;
        }
        int before = name[at - 1];
        return Character.isExtendedPictographic(before)
                || (isAt(name, at + 1, KEYCAP) && ((before >= '0' && before <= '9') || before == '#' || before == '*'));
    }

    private static boolean isAt(int[] name, int at, int codePoint) {
        return at >= 0 && at < name.length && name[at] == codePoint;
    }

    private static boolean isJapanese(int codePoint) {
        UnicodeScript script = UnicodeScript.of(codePoint);
        return script == UnicodeScript.HIRAGANA || script == UnicodeScript.KATAKANA || script == UnicodeScript.HAN;
    }

    /** RFC 5892, A.8 and A.9: the digits of Arabic and of Persian, many of which look the same, are not in one name. */
    private static boolean mixesArabicDigits(int[] name, int codePoint) {
        if (codePoint < 0x0660 || codePoint > 0x0669) {
            return false;
        }
        return Arrays.stream(name).anyMatch(other -> other >= 0x06F0 && other <= 0x06F9);
    }

    private static boolean isMark(int codePoint) {
        int type = Character.getType(codePoint);
        return type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK;
    }
}
