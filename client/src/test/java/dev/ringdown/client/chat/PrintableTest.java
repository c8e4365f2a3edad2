package dev.ringdown.client.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PrintableTest {
    @Test
    void leavesTextOfAnyScriptAlone() {
        String text = "Grüße, 你好, مرحبا, e\u0301, 👩‍💻!";

        assertThat(Printable.of(text)).isEqualTo(text);
    }

    @Test
    void takesThePowerFromEscapeSequences() {
        assertThat(Printable.of("a\u001b[2Jb\u009b2Jc\u0007\b\r\n\u007f\0"))
                .isEqualTo("a\ufffd[2Jb\ufffd2Jc\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd");
    }

    @Test
    void leavesNoControlCharacterOfAnyKind() {
        String every = IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
                .mapToObj(Character::toString)
                .collect(Collectors.joining());

        assertThat(Printable.of(every).codePoints().anyMatch(Character::isISOControl))
                .isFalse();
    }

    @Test
    void turnsNoTextAround() {
        assertThat(Printable.of("\u202egnp.exe\u2066x\u2028y\ud800")).isEqualTo("\ufffdgnp.exe\ufffdx\ufffdy\ufffd");
    }

    @Test
    void makesASpaceOfATab() {
        assertThat(Printable.of("a\tb")).isEqualTo("a b");
    }
}
