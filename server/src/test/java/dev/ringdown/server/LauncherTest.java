package dev.ringdown.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an old Java is told; {@code scripts/test.sh} runs the jar with one, if there is one. */
final class LauncherTest {
    private static final int CLASS_FILE_OF_JAVA_8 = 52;

    @ParameterizedTest
    @CsvSource({"1.8, true", "9, true", "11, true", "20, true", "21, false", "25, false", "100, false"})
    void knowsWhichJavaIsTooOld(String version, boolean tooOld) {
        assertThat(Launcher.isTooOld(version)).isEqualTo(tooOld);
    }

    @Test
    void canBeReadByAnOldJava() throws IOException {
        try (DataInputStream classFile =
                new DataInputStream(Objects.requireNonNull(Launcher.class.getResourceAsStream("Launcher.class")))) {
            classFile.skipNBytes(6);
            assertThat(classFile.readUnsignedShort()).isEqualTo(CLASS_FILE_OF_JAVA_8);
        }
    }
}
