package dev.ringdown.server.dialect.vyoma;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ringdown.protocol.vyoma.Format;
import dev.ringdown.protocol.vyoma.VyomaCodec;
import dev.ringdown.server.core.Matchmaker;
import dev.ringdown.server.support.RecordingLink;
import org.junit.jupiter.api.Test;

/** Clients whose partners are on event loops that have something else to do just now. */
final class VyomaSessionTest {
    private static final String NEXT = "{\"type\":\"next\"}";
    private static final String WAITING = "{\"type\":\"waiting\"}";
    private static final String LEFT = "{\"type\":\"partner_left\"}";
    private static final String PAIRED = "{\"type\":\"paired\",\"payload\":{\"initiator\":true,\"format\":\"json\"}}";
    private static final String FOUND = "{\"type\":\"paired\",\"payload\":{\"initiator\":false,\"format\":\"json\"}}";

    private final Matchmaker<VyomaSession> matchmaker = new Matchmaker<>();
    private final VyomaCodec codec = new VyomaCodec();
    private final RecordingLink alice = new RecordingLink();
    private final RecordingLink bob = new RecordingLink();
    private final RecordingLink carol = new RecordingLink();

    private VyomaSession open(RecordingLink link) {
        VyomaSession session = new VyomaSession(matchmaker, codec, link, Format.JSON);
        session.opened();
        return session;
    }

    private static void say(VyomaSession session, String message) {
        byte[] bytes = message.getBytes(UTF_8);
        session.text(bytes, 0, bytes.length);
    }

    /** However often it asks: what the old partner has sent meanwhile is not taken for the new one's. */
    @Test
    void whoLooksForAnotherIsFreeWhenItsPartnerHasSaidGoodbyeAndNotBefore() {
        VyomaSession session = open(alice);
        open(bob);
        bob.moveElsewhere();
        say(session, NEXT);
        say(session, NEXT);
        say(session, NEXT);
        open(carol);
        assertThat(alice.messages()).containsExactly(WAITING, FOUND);
        assertThat(carol.messages()).containsExactly(WAITING);
        bob.runTasks();
        assertThat(bob.messages()).containsExactly(PAIRED, LEFT);
        assertThat(alice.messages()).containsExactly(WAITING, FOUND, PAIRED);
        assertThat(carol.messages()).containsExactly(WAITING, FOUND);
    }
}
