package dev.ringdown.protocol.json;

import com.code_intelligence.jazzer.junit.FuzzTest;

/**
 * Looks for a document on which an envelope and Jackson differ. A plain test run replays the seeds; with {@code JAZZER_FUZZ=1}
 * in the environment it searches for new ones.
 */
class EnvelopeFuzzTest {

    private static final JacksonReference JACKSON = new JacksonReference();

    @FuzzTest(maxDuration = "2m")
    void agreesWithJackson(byte[] document) {
        JACKSON.agrees(document);
    }
}
