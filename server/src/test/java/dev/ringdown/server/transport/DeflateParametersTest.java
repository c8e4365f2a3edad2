package dev.ringdown.server.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DeflateParametersTest {
    private static final String PLAIN = "permessage-deflate; server_no_context_takeover";

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            permessage-deflate                                                   |
            Permessage-Deflate                                                   |
            permessage-deflate; client_max_window_bits                           |
            permessage-deflate; client_max_window_bits=8                         |
            permessage-deflate;client_max_window_bits="12"                       |
            permessage-deflate; server_no_context_takeover                       |
            permessage-deflate; client_no_context_takeover                       | ; client_no_context_takeover
            permessage-deflate; server_max_window_bits=8                         | ; server_max_window_bits=8
            permessage-deflate; server_max_window_bits=15                        | ; server_max_window_bits=15
            permessage-deflate ; server_max_window_bits = "9" ; client_max_window_bits | ; server_max_window_bits=9
            permessage-deflate; SERVER_MAX_WINDOW_BITS=10                        | ; server_max_window_bits=10
            """)
    void takesGoodOffers(String offer, @Nullable String further) {
        assertThat(answer(offer)).isEqualTo(PLAIN + (further == null ? "" : further));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "permessage-deflat",
                "x-webkit-deflate-frame",
                "permessage-deflate; unknown",
                "permessage-deflate;",
                "permessage-deflate; server_max_window_bits",
                "permessage-deflate; server_max_window_bits=",
                "permessage-deflate; server_max_window_bits=7",
                "permessage-deflate; server_max_window_bits=16",
                "permessage-deflate; server_max_window_bits=08",
                "permessage-deflate; server_max_window_bits=+9",
                "permessage-deflate; server_max_window_bits=1٠",
                "permessage-deflate; server_max_window_bits=10; server_max_window_bits=10",
                "permessage-deflate; client_max_window_bits=16",
                "permessage-deflate; client_max_window_bits=",
                "permessage-deflate; server_no_context_takeover=1",
                "permessage-deflate; client_no_context_takeover=true",
                "permessage-deflate; client_no_context_takeover; client_no_context_takeover"
            })
    void declinesOffersThatBreakTheRules(String offer) {
        assertThat(answer(offer)).isNull();
    }

    @Test
    void takesTheFirstGoodOneOfSeveralInOneHeaderOrMore() {
        String bad = "permessage-deflate; server_max_window_bits=99";
        assertThat(answer(bad + ", permessage-deflate; server_max_window_bits=9, permessage-deflate"))
                .isEqualTo(PLAIN + "; server_max_window_bits=9");
        assertThat(answer("foo; bar=1", bad, "baz, permessage-deflate")).isEqualTo(PLAIN);
        assertThat(answer()).isNull();
    }

    @Test
    void withoutAWordFromTheClientTheWindowIsTheLargest() {
        assertThat(new DeflateParameters(0, false).windowBits()).isEqualTo(15);
        assertThat(new DeflateParameters(8, false).windowBits()).isEqualTo(8);
    }

    private static @Nullable String answer(String... headers) {
        DeflateParameters offer = DeflateParameters.firstIn(List.of(headers));
        return offer == null ? null : offer.answer();
    }
}
