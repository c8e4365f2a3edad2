package dev.ringdown.protocol.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A member that an {@link Envelope} looks for, and where the last document has its value. They form a tree: the outermost
 * object is the root, and the members of an object that are looked for hang below it.
 */
final class Member {

    private static final int ABSENT = -1;

    final @Nullable Member parent;

    /** How many objects are open around and with this value, if it is an object or array; 1 for the root. */
    final int depth;

    private final byte[] name;
    private Member[] members = {};

    /** The first byte of the value, negative when it's absent. */
    int start;

    /** After the last byte of the value; not known while it's being read. */
    int end;

    /** Whether the value is a string with escapes. */
    boolean hasEscapes;

    /** Whether the value, an object, has no members at all. */
    boolean isEmpty;

    /** How many members next to each other have this name, if the case of ASCII letters is ignored. */
    private int namesakes;

    private Member(@Nullable Member parent, String name) {
        this.parent = parent;
        this.depth = parent == null ? 1 : parent.depth + 1;
        this.name = name.getBytes(UTF_8);
        clear();
    }

    static Member root() {
        return new Member(null, "");
    }

    /** The member of that name below this one, added if need be. */
    Member declare(String name) {
        for (Member known : members) {
            if (Arrays.equals(known.name, name.getBytes(UTF_8))) {
                return known;
            }
        }
        Member added = new Member(this, name);
        members = Arrays.copyOf(members, members.length + 1);
        members[members.length - 1] = added;
        return added;
    }

    /**
     * The member below this one that a key names, if it is looked for. Counts the key, and also one that only looks like it.
     *
     * @param from the byte after the key's opening quote
     * @param to the key's closing quote
     */
    @Nullable
    Member find(byte[] bytes, int from, int to, boolean keyHasEscapes) {
        for (Member member : members) {
            byte[] wanted = member.name;
            if (keyHasEscapes || to - from == wanted.length) {
                boolean same = keyHasEscapes
                        ? JsonText.matches(bytes, from, to, wanted)
                        : Arrays.equals(bytes, from, to, wanted, 0, wanted.length);
                if (same) {
                    member.namesakes++;
                    return member;
                }
                member.countLookAlike(bytes, from, to);
            }
        }
        return null;
    }

    private void countLookAlike(byte[] bytes, int from, int to) {
        if (JsonText.matchesIgnoringCase(bytes, from, to, name)) {
            namesakes++;
        }
    }

    /** The value begins: whatever an earlier member of the same name said is void. */
    void begin(int at) {
        start = at;
        end = ABSENT;
        hasEscapes = false;
        isEmpty = true;
        for (Member member : members) {
            member.clear();
        }
    }

    /** This and all below are absent. */
    void clear() {
        begin(ABSENT);
        namesakes = 0;
    }

    boolean isPresent() {
        return start >= 0;
    }

    /** Whether a reader who takes another one of the members of this name, or who ignores case, finds another value. */
    boolean isAmbiguous() {
        return namesakes > (isPresent() ? 1 : 0);
    }
}
