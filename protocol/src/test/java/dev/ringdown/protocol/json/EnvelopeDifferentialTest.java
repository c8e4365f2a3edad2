package dev.ringdown.protocol.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** An envelope accepts, refuses and finds what Jackson does, but for the differences listed at {@link JacksonReference}. */
class EnvelopeDifferentialTest {

    private final JacksonReference jackson = new JacksonReference();

    @Test
    void agreesWithJacksonOnValidDocumentsWhereverTheyLie() {
        RandomJson json = new RandomJson(3264);
        int accepted = 0;
        for (int round = 0; round < 20_000; round++) {
            byte[] document = json.document();
            int offset = round % 9;
            byte[] surrounded = ("\"}]".repeat(3).substring(0, offset) + new String(document, UTF_8) + "}\"]}\"}\"}")
                    .getBytes(UTF_8);
            accepted += jackson.agrees(surrounded, offset, document.length) ? 1 : 0;
        }
        assertThat(accepted).isBetween(15_000, 19_999);
    }

    @Test
    void agreesWithJacksonOnSpoiltDocuments() {
        RandomJson json = new RandomJson(8259);
        int accepted = 0;
        for (int round = 0; round < 40_000; round++) {
            accepted += jackson.agrees(json.spoilt()) ? 1 : 0;
        }
        assertThat(accepted).isBetween(4_000, 36_000);
    }

    @Test
    void agreesWithJacksonOnBytes() {
        RandomJson json = new RandomJson(6455);
        for (int round = 0; round < 40_000; round++) {
            jackson.agrees(json.bytes());
        }
    }

    @Test
    void agreesWithJacksonOnEveryTruncation() {
        RandomJson json = new RandomJson(7692);
        for (int round = 0; round < 100; round++) {
            byte[] document = json.document();
            for (int length = 0; length <= document.length; length++) {
                jackson.agrees(document, 0, length);
            }
        }
    }
}
