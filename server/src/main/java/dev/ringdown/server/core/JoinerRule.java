package dev.ringdown.server.core;

import java.util.BitSet;
import java.util.regex.Pattern;

/**
 * Where the zero-width joiners are legal: the contextual rules of RFC 5892, appendix A.1 and A.2, for words, and rule GB11
 * of UAX #29 for emoji. Anywhere else nobody sees them, and two names would look the same.
 *
 * <p>What the rules ask of a character, and the JDK does not know, is kept here, as of Unicode 17: which letters of cursive
 * scripts join their neighbours ({@code Joining_Type}), and which marks are viramas ({@code Canonical_Combining_Class=9}).
 * No state.
 */
final class JoinerRule {
    private static final Pattern SPACES = Pattern.compile("\\s+");

    static final int NON_JOINER = 0x200C;
    static final int JOINER = 0x200D;

    private static final int EMOJI_PRESENTATION = 0xFE0F;
    private static final int LIGHTEST_SKIN = 0x1F3FB;
    private static final int DARKEST_SKIN = 0x1F3FF;

    /** Letters that join the one before them and the one after them. */
    private static final BitSet JOINS_BOTH = ranges("""
            0620 0626 0628 062A-062E 0633-063F 0641-0647 0649-064A 066E-066F 0678-0687 069A-06BF 06C1-06C2 06CC
            06CE 06D0-06D1 06FA-06FC 06FF 0712-0714 071A-071D 071F-0727 0729 072B 072D-072E 074E-0758 075C-076A
            076D-0770 0772 0775-0777 077A-077F 07CA-07EA 0841-0845 0848 084A-0853 0855 0860 0862-0865 0868 0886
            0889-088D 088F 08A0-08A9 08AF-08B0 08B3-08B8 08BA-08C8 1807 1820-1878 1887-18A8 18AA A840-A871
            10AC0-10AC4 10AD3-10AD6 10AD8-10ADC 10ADE-10AE0 10AEB-10AEE 10B80 10B82 10B86-10B88 10B8A-10B8B
            10B8D 10B90 10BAD-10BAE 10D01-10D21 10D23 10EC3-10EC4 10EC6-10EC7 10F30-10F32 10F34-10F44
            10F51-10F53 10F70-10F73 10F76-10F81 10FB0 10FB2-10FB3 10FB8 10FBB-10FBC 10FBE-10FBF 10FC1 10FC4
            10FCA 1E900-1E943
            """);

    /** Letters that join only the one after them. */
    private static final BitSet JOINS_NEXT = ranges("""
            A872 10ACD 10AD7 10D00 10FCB
            """);

    /** Letters that join only the one before them. */
    private static final BitSet JOINS_PREVIOUS = ranges("""
            0622-0625 0627 0629 062F-0632 0648 0671-0673 0675-0677 0688-0699 06C0 06C3-06CB 06CD 06CF 06D2-06D3
            06D5 06EE-06EF 0710 0715-0719 071E 0728 072A 072C 072F 074D 0759-075B 076B-076C 0771 0773-0774
            0778-0779 0840 0846-0847 0849 0854 0856-0858 0867 0869-086A 0870-0882 088E 08AA-08AC 08AE 08B1-08B2
            08B9 10AC5 10AC7 10AC9-10ACA 10ACE-10AD2 10ADD 10AE1 10AE4 10AEF 10B81 10B83-10B85 10B89 10B8C
            10B8E-10B8F 10B91 10BA9-10BAC 10D22 10EC2 10F33 10F54 10F74-10F75 10FB4-10FB6 10FB9-10FBA 10FBD
            10FC2-10FC3 10FC9
            """);

    /** Marks that take the vowel from a consonant, so that it may join the next one. */
    private static final BitSet VIRAMAS = ranges("""
            094D 09CD 0A4D 0ACD 0B4D 0BCD 0C4D 0CCD 0D3B-0D3C 0D4D 0DCA 0E3A 0EBA 0F84 1039-103A 1714-1715 1734
            17D2 1A60 1B44 1BAA-1BAB 1BF2-1BF3 2D7F A806 A82C A8C4 A953 A9C0 AAF6 ABED 10A3F 11046 11070 1107F
            110B9 11133-11134 111C0 11235 112EA 1134D 11442 114C2 115BF 1163F 116B6 1172B 11839 1193D-1193E
            119E0 11A34 11A47 11A99 11C3F 11D44-11D45 11D97
            """);

    private JoinerRule() {}

    /**
     * Whether the joiner or non-joiner at an index may be there.
     *
     * @param name its code points
     */
    static boolean allows(int[] name, int at) {
        if (at == 0 || at == name.length - 1) {
            return at > 0 && VIRAMAS.get(name[at - 1]);
        }
        if (VIRAMAS.get(name[at - 1])) {
            return true;
        }
        return name[at] == NON_JOINER ? partsCursiveLetters(name, at) : joinsEmoji(name, at);
    }

    /** A.1: a letter that would join the next, the non-joiner, a letter that would join the previous; marks do not count. */
    private static boolean partsCursiveLetters(int[] name, int at) {
        int before = at - 1;
        while (before > 0 && isTransparent(name[before])) {
            before--;
        }
        int after = at + 1;
        while (after < name.length - 1 && isTransparent(name[after])) {
            after++;
        }
        return (JOINS_BOTH.get(name[before]) || JOINS_NEXT.get(name[before]))
                && (JOINS_BOTH.get(name[after]) || JOINS_PREVIOUS.get(name[after]));
    }

    private static boolean isTransparent(int codePoint) {
        int type = Character.getType(codePoint);
        return type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK;
    }

    /** GB11: a pictograph, perhaps of a skin colour or with a selector, the joiner, a pictograph. */
    private static boolean joinsEmoji(int[] name, int at) {
        int before = at - 1;
        if (before > 0 && (name[before] == EMOJI_PRESENTATION || isSkin(name[before]))) {
            before--;
        }
        return Character.isExtendedPictographic(name[before]) && Character.isExtendedPictographic(name[at + 1]);
    }

    private static boolean isSkin(int codePoint) {
        return codePoint >= LIGHTEST_SKIN && codePoint <= DARKEST_SKIN;
    }

    private static BitSet ranges(String hex) {
        BitSet codePoints = new BitSet();
        for (String range : SPACES.splitAsStream(hex.strip()).toList()) {
            int dash = range.indexOf('-');
            int first = Integer.parseInt(dash < 0 ? range : range.substring(0, dash), 16);
            int last = Integer.parseInt(range.substring(dash + 1), 16);
            codePoints.set(first, last + 1);
        }
        return codePoints;
    }
}
