package dev.ringdown.server.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class KeyedMapTest {
    private static final int LETTERS = 16;
    private static final int COLLIDING = 1 << LETTERS;

    private final KeyedMap<Integer> map = new KeyedMap<>();

    /** Texts with one and the same {@link String#hashCode}: "Aa" and "BB" have, so have all words made of these two. */
    static List<String> colliding() {
        List<String> texts = new ArrayList<>();
        for (int bits = 0; bits < COLLIDING; bits++) {
            StringBuilder text = new StringBuilder();
            for (int letter = 0; letter < LETTERS; letter++) {
                text.append(((bits >> letter) & 1) == 0 ? "Aa" : "BB");
            }
            texts.add(text.toString());
        }
        return texts;
    }

    @Test
    void textsThatCollideElsewhereAreSpreadOverTheTable() {
        int[] inPlace = new int[COLLIDING];
        List<String> texts = colliding();
        for (String text : texts) {
            assertThat(text.hashCode()).isEqualTo(texts.getFirst().hashCode());
            inPlace[new KeyedMap.Key(text).hashCode() & (COLLIDING - 1)]++;
        }
        // as many texts as places: that a random hash puts 20 into any one place has a chance of 1 : 10^13
        assertThat(Arrays.stream(inPlace).max().orElseThrow()).isLessThan(20);
    }

    @Test
    void everyTextLeadsToItsOwnValue() {
        List<String> texts = colliding();
        for (int i = 0; i < COLLIDING; i++) {
            assertThat(map.putIfAbsent(texts.get(i), i)).isNull();
        }
        assertThat(map.size()).isEqualTo(COLLIDING);
        for (int i = 0; i < COLLIDING; i++) {
            assertThat(map.get(texts.get(i))).isEqualTo(i);
            assertThat(map.remove(texts.get(i), i)).isTrue();
        }
        assertThat(map.size()).isZero();
    }

    @Test
    void behavesAsAMap() {
        assertThat(map.get("a")).isNull();
        assertThat(map.put("a", 1)).isNull();
        assertThat(map.put("a", 2)).isEqualTo(1);
        assertThat(map.putIfAbsent("a", 3)).isEqualTo(2);
        assertThat(map.computeIfAbsent("a", text -> 4)).isEqualTo(2);
        assertThat(map.computeIfAbsent("b", String::length)).isEqualTo(1);
        assertThat(map.values()).containsExactlyInAnyOrder(1, 2);
        assertThat(map.replace("a", 1, 5)).isFalse();
        assertThat(map.replace("a", 2, 5)).isTrue();
        assertThat(map.remove("a", 2)).isFalse();
        assertThat(map.remove("a")).isEqualTo(5);
        assertThat(map.remove("a")).isNull();
        assertThat(map.size()).isOne();
    }
}
