package dev.ringdown.protocol.json;

import com.code_intelligence.jazzer.junit.FuzzTest;

/**
 * Looks for a document on which an envelope and Jackson differ. A plain test run replays the seeds. This searches for new ones:
 * {@code JAZZER_FUZZ=1 mvn -pl protocol -am test -Dtest=EnvelopeFuzzTest -Djazzer.hooks=true
 * -Dsurefire.failIfNoSpecifiedTests=false}.
 */
class EnvelopeFuzzTest {

    private static final JacksonReference JACKSON = new JacksonReference();

    @FuzzTest(maxDuration = "1m")
    void agreesWithJackson(byte[] document) {
        JACKSON.agrees(document);
    }
}
