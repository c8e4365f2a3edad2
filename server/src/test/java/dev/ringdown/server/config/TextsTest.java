package dev.ringdown.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextsTest {
    @ParameterizedTest
    @CsvSource({"0,0", "65536,65536", "7B,7", "64KiB,65536", "1 MiB,1048576", "1GiB,1073741824", "2147483647,2147483647"
    })
    void readsSizes(String text, int bytes) {
        assertThat(Texts.bytes(text)).contains(bytes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "-1", "64K", "64kb", "64 kib", "1.5MiB", "2GiB", "2147483648", "99999999999999999999", "KiB"
            })
    void refusesWhatIsNoSize(String text) {
        assertThat(Texts.bytes(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0,0", "0s,0", "500ms,500", "25s,25000", "2 m,120000", "24h,86400000"})
    void readsTimes(String text, long millis) {
        assertThat(Texts.duration(text)).contains(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "25", "-1s", "1.5s", "1m30s", "PT5S", "1d", "s", "00", "9999999999999h"})
    void refusesWhatIsNoTime(String text) {
        assertThat(Texts.duration(text)).isEmpty();
    }

    @Test
    void writesInTheLargestUnitThatFits() {
        assertThat(Texts.ofBytes(0)).isEqualTo("0");
        assertThat(Texts.ofBytes(1000)).isEqualTo("1000");
        assertThat(Texts.ofBytes(1536 * 1024)).isEqualTo("1536KiB");
        assertThat(Texts.ofBytes(-1024)).isEqualTo("-1KiB");
        assertThat(Texts.ofDuration(Duration.ZERO)).isEqualTo("0");
        assertThat(Texts.ofDuration(Duration.ofSeconds(90))).isEqualTo("90s");
        assertThat(Texts.ofDuration(Duration.ofMillis(1001))).isEqualTo("1001ms");
        assertThat(Texts.ofDuration(Duration.ofHours(47))).isEqualTo("47h");
    }
}
