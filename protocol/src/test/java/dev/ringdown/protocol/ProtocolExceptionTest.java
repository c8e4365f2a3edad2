package dev.ringdown.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ProtocolExceptionTest {

    @Test
    void carriesItsErrorAndReasonButNoStackTrace() {
        ProtocolException refused = new ProtocolException(ProtocolError.BAD_JSON, "No.");

        assertThat(refused.error()).isEqualTo(ProtocolError.BAD_JSON);
        assertThat(refused.reason()).isEqualTo("No.");
        assertThat(refused).hasMessage("No.").hasNoCause();
        assertThat(refused.getStackTrace()).isEmpty();
    }

    @Test
    void maySafelyBeThrownAgainBecauseNothingSticksToIt() {
        ProtocolException refused = new ProtocolException(ProtocolError.LIMIT, "Too much.");
        refused.addSuppressed(new IllegalStateException("stays out"));

        assertThat(refused.getSuppressed()).isEmpty();
    }

    @Test
    void wireNamesAreLowerCaseWordsAndDistinct() {
        assertThat(Arrays.stream(ProtocolError.values()).map(ProtocolError::wireName))
                .contains("bad-json", "bad-utf8", "limit")
                .doesNotHaveDuplicates()
                .allMatch(name -> name.matches("[a-z0-9]+(-[a-z0-9]+)*"));
    }
}
