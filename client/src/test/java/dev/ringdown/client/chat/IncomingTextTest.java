package dev.ringdown.client.chat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class IncomingTextTest {
    private final IncomingText text = new IncomingText();

    @Test
    void putsTogetherWhatIsSplitAtAnyByte() {
        byte[] bytes = "Grüße 你好 👩‍💻\r\nzweite\n\ndritte".getBytes(UTF_8);
        for (int cut = 0; cut <= bytes.length; cut++) {
            IncomingText split = new IncomingText();
            List<String> lines = new ArrayList<>(add(split, bytes, 0, cut));
            lines.addAll(add(split, bytes, cut, bytes.length));
            lines.addAll(split.end());
            assertThat(lines).as("cut at %d", cut).containsExactly("Grüße 你好 👩‍💻", "zweite", "dritte");
        }
    }

    @Test
    void takesSingleBytes() {
        byte[] bytes = "é🎯\nü".getBytes(UTF_8);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < bytes.length; i++) {
            lines.addAll(add(text, bytes, i, i + 1));
        }

        assertThat(lines).containsExactly("é🎯");
        assertThat(text.hasBegun()).isTrue();
        assertThat(text.rest()).containsExactly("ü");
        assertThat(text.hasBegun()).isFalse();
    }

    @Test
    void keepsHalfACharacterBackWhenTheLineIsEnded() {
        byte[] bytes = "aé".getBytes(UTF_8);

        assertThat(add(text, bytes, 0, 2)).isEmpty();
        assertThat(text.rest()).containsExactly("a");
        assertThat(add(text, bytes, 2, 3)).isEmpty();
        assertThat(text.rest()).containsExactly("é");
    }

    @Test
    void replacesWhatIsNoUtf8() {
        byte[] bytes = {'a', (byte) 0xff, 'b', '\n', 'c', (byte) 0xe4, (byte) 0xbd};

        assertThat(add(text, bytes, 0, bytes.length)).containsExactly("a\ufffdb");
        assertThat(text.end()).containsExactly("c\ufffd");
    }

    @Test
    void doesNotGrowWithALineThatNeverEnds() {
        byte[] piece = "x".repeat(1000).getBytes(UTF_8);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            lines.addAll(add(text, piece, 0, piece.length));
        }
        lines.addAll(text.end());

        assertThat(lines).hasSizeGreaterThan(5).allMatch(line -> line.length() < IncomingText.MAX_LINE + piece.length);
        assertThat(String.join("", lines)).isEqualTo("x".repeat(100_000));
    }

    private static List<String> add(IncomingText text, byte[] bytes, int from, int to) {
        byte[] piece = Arrays.copyOfRange(bytes, from, to);
        return text.add(piece, piece.length);
    }
}
