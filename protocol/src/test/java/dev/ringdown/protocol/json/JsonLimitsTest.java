package dev.ringdown.protocol.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonLimitsTest {

    @Test
    void defaultsAreThoseDocumented() {
        assertThat(JsonLimits.DEFAULTS).isEqualTo(new JsonLimits(16, 4096, 38));
    }

    @ParameterizedTest
    @CsvSource({"0,1,1,maxDepth", "65,1,1,maxDepth", "1,0,1,maxTokens", "1,1,0,maxNumberLength"})
    void refusesLimitsThatMakeNoSense(int depth, int tokens, int numberLength, String name) {
        assertThatThrownBy(() -> new JsonLimits(depth, tokens, numberLength))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(name);
    }
}
