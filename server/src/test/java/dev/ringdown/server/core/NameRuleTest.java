package dev.ringdown.server.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.Normalizer;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which names are taken, by example and by the text of RFC 8264. */
final class NameRuleTest {
    private static final int MAX_BYTES = 1000;

    /** RFC 8264, section 8: code points that a rule of their own allows or not, whatever their properties. */
    private static final Set<Integer> CONTEXTUAL = Set.of(0x00B7, 0x0375, 0x05F3, 0x05F4, 0x30FB, 0x200C, 0x200D);

    private static final Set<Integer> EXCEPTIONS =
            Set.of(0x0640, 0x07FA, 0x302E, 0x302F, 0x3031, 0x3032, 0x3033, 0x3034, 0x3035, 0x303B);

    /** What {@code DerivedCoreProperties.txt} calls {@code Default_Ignorable_Code_Point}. */
    private static final Pattern IGNORABLE = Pattern.compile(
            "[\\u00AD\\u034F\\u061C\\u115F\\u1160\\u17B4\\u17B5\\u180B-\\u180F\\u200B-\\u200F\\u202A-\\u202E"
                    + "\\u2060-\\u206F\\u3164\\uFE00-\\uFE0F\\uFEFF\\uFFA0\\uFFF0-\\uFFF8"
                    + "\\x{1BCA0}-\\x{1BCA3}\\x{1D173}-\\x{1D17A}\\x{E0000}-\\x{E0FFF}]");

    private static final Pattern OLD_HANGUL_JAMO =
            Pattern.compile("[\\u1100-\\u11FF\\uA960-\\uA97C\\uD7B0-\\uD7C6\\uD7CB-\\uD7FB]");

    private static final Pattern VALID =
            Pattern.compile("[\\p{Ll}\\p{Lu}\\p{Lo}\\p{Nd}\\p{Lm}\\p{Mn}\\p{Mc}\\p{Lt}\\p{Nl}"
                    + "\\p{No}\\p{Me}\\p{Sm}\\p{Sc}\\p{Sk}\\p{So}\\p{Pc}\\p{Pd}\\p{Ps}\\p{Pe}\\p{Pi}\\p{Pf}\\p{Po}]");

    private static boolean allows(String name) {
        return NameRule.allows(name, MAX_BYTES);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alice",
                "Alice B. O’Neill-Smith (she/her) #1 @home $5 <3 {}",
                " alice ",
                "böb",
                "bo\u0308b",
                "Łukasz",
                "Nguyễn Thị Ánh",
                "Ελένη",
                "Борис",
                "שלמה",
                "ג׳ורג׳",
                "צה״ל",
                "محمد",
                "٣٤ محمد",
                "۳۴ محمد",
                "مریم\u200cالسادات",
                "نی\u200cنی",
                "می\u0651\u200cخواهم",
                "श्री",
                "क्\u200dष",
                "क्\u200cष",
                "ශ්\u200dරී",
                "สมชาย",
                "ག྅",
                "김철수",
                "ㄱㄴ",
                "山田太郎",
                "ジョン・スミス",
                "col·lectiu",
                "ｆｕｌｌ",
                "ﬁne",
                "Ⅻ ½ ™ ①",
                "🎯",
                "🇮🇷 🇩🇪",
                "❤\uFE0F",
                "👍🏽",
                "1\uFE0F\u20E3 #\uFE0F\u20E3 2\u20E3",
                "👩\u200d💻",
                "👩🏽\u200d⚕\uFE0F",
                "👨\u200d👩\u200d👧\u200d👦",
                "🏳\uFE0F\u200d🌈",
                "a\u0301\u0301\u0301\u0301"
            })
    void allowsNamesOfPeople(String name) {
        assertThat(allows(name)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "empty, ``",
                "a space, ` `",
                "spaces, `   `",
                "a no-break space, `\\u00a0`",
                "a no-break space inside, `a\\u00a0b`",
                "an ideographic space, `a\\u3000b`",
                "an Ogham space, `a\\u1680b`",
                "a tab, `a\\u0009b`",
                "a null, `a\\u0000`",
                "delete, `a\\u007f`",
                "a line end, `a\\u000ab`",
                "C1, `a\\u0085b`",
                "line separator, `a\\u2028b`",
                "paragraph separator, `a\\u2029b`",
                "right-to-left override, `a\\u202eb`",
                "isolate, `a\\u2066b`",
                "right-to-left mark, `a\\u200fb`",
                "Arabic letter mark, `a\\u061cb`",
                "zero-width space, `a\\u200bb`",
                "word joiner, `a\\u2060b`",
                "byte order mark, `\\ufeffa`",
                "soft hyphen, `a\\u00adb`",
                "combining grapheme joiner, `a\\u034fb`",
                "Hangul choseong filler, `\\u115f`",
                "Hangul jungseong filler, `\\u1160`",
                "Hangul filler, `\\u3164`",
                "half-width Hangul filler, `\\uffa0`",
                "old Hangul jamo, `\\u1100\\u1161`",
                "Khmer inherent vowel, `a\\u17b4`",
                "Mongolian variation selector, `\\u1820\\u180b`",
                "variation selector alone, `\\ufe0f`",
                "variation selector after a letter, `a\\ufe0f`",
                "variation selector after a digit, `1\\ufe0f`",
                "two variation selectors, `\\u2764\\ufe0f\\ufe0f`",
                "text selector, `\\u2764\\ufe0e`",
                "selector of an ideograph, `\\u845b\\udb40\\udd00`",
                "tags, `\\ud83c\\udff4\\udb40\\udc67\\udb40\\udc7f`",
                "half a surrogate pair, `a\\ud83cb`",
                "the other half, `\\udfaf`",
                "private use, `\\ue000`",
                "unassigned, `\\u0378`",
                "no character, `\\uffff`",
                "tatweel, `\\u0645\\u0640\\u062d`",
                "joiner alone, `\\u200d`",
                "joiner between Latin letters, `a\\u200db`",
                "joiner at the end, `alice\\u200d`",
                "joiner after a pictograph, `\\ud83d\\udc69\\u200d`",
                "joiner between a pictograph and a letter, `\\ud83d\\udc69\\u200da`",
                "joiner between flags, `\\ud83c\\uddee\\u200d\\ud83c\\uddf7`",
                "joiner between Arabic letters, `\\u0645\\u200d\\u062d`",
                "two joiners, `\\ud83d\\udc69\\u200d\\u200d\\ud83d\\udcbb`",
                "non-joiner alone, `\\u200c`",
                "non-joiner between Latin letters, `a\\u200cb`",
                "non-joiner at the end, `\\u0645\\u200c`",
                "non-joiner at the start, `\\u200c\\u0645`",
                "non-joiner after a letter that does not join, `\\u0631\\u200c\\u0645`",
                "two non-joiners, `\\u0645\\u200c\\u200c\\u062d`",
                "middle dot, `a\\u00b7b`",
                "middle dot at the end, `l\\u00b7`",
                "Greek sign before no Greek, `\\u0375a`",
                "geresh after no Hebrew, `a\\u05f3`",
                "gershayim at the start, `\\u05f4`",
                "Katakana dot without Japanese, `a\\u30fbb`",
                "Arabic and Persian digits, `\\u0661\\u06f1`",
                "five marks in a row, `a\\u0301\\u0301\\u0301\\u0301\\u0301`",
            })
    void refuses(String what, String written) {
        String name = unescape(written);

        assertThat(allows(name)).as(what).isFalse();
    }

    private static String unescape(String written) {
        return Pattern.compile("\\\\u(....)")
                .matcher(written)
                .replaceAll(escape -> String.valueOf((char) Integer.parseInt(escape.group(1), 16)));
    }

    /** RFC 5892, A.8 and A.9: none of the ten of one kind is beside any of the other. */
    @Test
    void noArabicDigitIsBesideAPersianOne() {
        for (int arabic = 0x0660; arabic <= 0x0669; arabic++) {
            for (int persian = 0x06F0; persian <= 0x06F9; persian++) {
                assertThat(NameRule.allows(Character.toString(arabic) + Character.toString(persian), 64))
                        .isFalse();
            }
        }
        assertThat(NameRule.allows("٠١٢٣٤٥٦٧٨٩", 64)).isTrue();
        assertThat(NameRule.allows("۰۱۲۳۴۵۶۷۸۹", 64)).isTrue();
    }

    @Test
    void refusesATowerOfMarks() {
        assertThat(allows("Z" + "\u0321".repeat(500))).isFalse();
    }

    @Test
    void countsBytesOfUtf8() {
        assertThat(NameRule.allows("€€", 6)).isTrue();
        assertThat(NameRule.allows("€€", 5)).isFalse();
        assertThat(NameRule.allows("🎯", 4)).isTrue();
        assertThat(NameRule.allows("🎯", 3)).isFalse();
    }

    @Test
    void allowsEachCodePointThatTheFreeformClassHasAndNoOther() {
        assertThat(IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
                        .filter(codePoint -> allows(Character.toString(codePoint)) != isFreeform(codePoint))
                        .mapToObj(codePoint -> "U+%04X".formatted(codePoint)))
                .isEmpty();
    }

    /** The algorithm of RFC 8264, section 8, to the letter; of the spaces none is a name. */
    private static boolean isFreeform(int codePoint) {
        String text = Character.toString(codePoint);
        if (CONTEXTUAL.contains(codePoint) || EXCEPTIONS.contains(codePoint)) {
            return false;
        }
        if (Character.getType(codePoint) == Character.UNASSIGNED) {
            return false;
        }
        if (codePoint >= 0x21 && codePoint <= 0x7E) {
            return true;
        }
        if (matches(OLD_HANGUL_JAMO, text) || matches(IGNORABLE, text) || Character.isISOControl(codePoint)) {
            return false;
        }
        if (Character.getType(codePoint) == Character.SPACE_SEPARATOR) {
            return false;
        }
        boolean hasCompatibility =
                !Normalizer.normalize(text, Normalizer.Form.NFKC).equals(text);
        return hasCompatibility || matches(VALID, text);
    }

    private static boolean matches(Pattern pattern, String text) {
        return pattern.matcher(text).matches();
    }

    @Test
    void oneBadCodePointAnywhereSpoilsAName() {
        Random random = new Random(8264);
        for (int round = 0; round < 20_000; round++) {
            String name = name(random);
            int at = random.nextInt(name.length() + 1);
            String bad = Character.toString(badCodePoint(random));
            assertThat(allows(name)).as(name).isTrue();
            assertThat(allows(name.substring(0, at) + bad + name.substring(at)))
                    .as("U+%04X at %d in %s", bad.codePointAt(0), at, name)
                    .isFalse();
        }
    }

    /** If the name passed, it would look like the one without the joiner. */
    @Test
    void aJoinerBetweenLettersThatNeedNoneIsRefused() {
        Random random = new Random(5892);
        for (int round = 0; round < 20_000; round++) {
            String joiner = random.nextBoolean() ? "\u200c" : "\u200d";
            assertThat(allows(name(random) + joiner + name(random))).isFalse();
        }
    }

    /** Letters of scripts that are neither cursive nor have viramas. */
    private static String name(Random random) {
        int[] ranges = {'a', 'z', 'A', 'Z', '0', '9', 'а', 'я', 'α', 'ω', '一', '龥', '가', '힣'};
        StringBuilder name = new StringBuilder();
        for (int length = 1 + random.nextInt(20); length > 0; length--) {
            int range = 2 * random.nextInt(ranges.length / 2);
            name.appendCodePoint(random.nextInt(ranges[range], ranges[range + 1] + 1));
        }
        return name.toString();
    }

    private static int badCodePoint(Random random) {
        int[] ranges = {
            0, 0x1F, 0x7F, 0xA0, 0xAD, 0xAD, 0x34F, 0x34F, 0x61C, 0x61C, 0x115F, 0x1160, 0x180B, 0x180F, 0x200B, 0x200F,
            0x2028, 0x202F, 0x2060, 0x206F, 0x3000, 0x3000, 0x3164, 0x3164, 0xD800, 0xF8FF, 0xFE00, 0xFE0F, 0xFEFF,
            0xFEFF, 0xFFA0, 0xFFA0, 0xE0000, 0x10FFFF
        };
        int range = 2 * random.nextInt(ranges.length / 2);
        return random.nextInt(ranges[range], ranges[range + 1] + 1);
    }
}
