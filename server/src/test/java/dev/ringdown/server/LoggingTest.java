package dev.ringdown.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ringdown.server.config.LogSettings;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What the log writes. */
final class LoggingTest {
    private final PrintStream standardOutput = System.out;
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    @AfterEach
    void giveStandardOutputBack() {
        System.setOut(standardOutput);
        Logging.configure(Logging.QUIET);
    }

    private String logged(LogSettings.Format format, String message) {
        System.setOut(new PrintStream(written, true, UTF_8));
        Logging.configure(new LogSettings(format, LogSettings.Level.INFO));
        LoggerFactory.getLogger("dev.ringdown").info("{}", message);
        return written.toString(UTF_8);
    }

    @Test
    void textKeepsEveryLetterAndNoControlCharacter() {
        assertThat(logged(LogSettings.Format.TEXT, "never\r\nrenew \u001b[31mpine\0"))
                .contains("never  renew  [31mpine ")
                .hasLineCount(1);
    }

    @Test
    void jsonIsOneObjectOnOneLine() {
        assertThat(logged(LogSettings.Format.JSON, "never\r\nrenew"))
                .contains("never\\r\\nrenew")
                .hasLineCount(1);
    }
}
