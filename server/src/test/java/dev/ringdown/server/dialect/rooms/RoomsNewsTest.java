package dev.ringdown.server.dialect.rooms;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ringdown.server.config.RoomsSettings;
import dev.ringdown.server.dialect.DialectSession;
import dev.ringdown.server.dialect.Handshake;
import dev.ringdown.server.dialect.MessageLimits;
import dev.ringdown.server.support.RecordingLink;
import java.net.InetAddress;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is so at the moment at which members hear of somebody who comes or goes: they may act on it at once. */
final class RoomsNewsTest {
    private static final String JOIN = "{\"type\":\"JOIN_ROOM\",\"roomId\":\"r\"}";

    private final RoomsDialect dialect =
            new RoomsDialect(RoomsSettings.DEFAULTS, new MessageLimits(65_536, 65_536, 16));
    private final RecordingLink alice = new RecordingLink();
    private final RecordingLink bob = new RecordingLink();
    private final RecordingLink late = new RecordingLink();

    private DialectSession open(RecordingLink link) {
        Handshake handshake = new Handshake("/ws", Map.of(), header -> null, InetAddress.getLoopbackAddress());
        DialectSession session = dialect.open(handshake, link);
        session.opened();
        return session;
    }

    private DialectSession identified(RecordingLink link, String name) {
        DialectSession session = open(link);
        identify(session, name);
        assertThat(link.last()).contains("AUTH_SUCCESS");
        return session;
    }

    private DialectSession joined(RecordingLink link, String name) {
        DialectSession session = identified(link, name);
        say(session, JOIN);
        assertThat(link.last()).contains("ROOM_MEMBERS");
        return session;
    }

    private static void identify(DialectSession session, String name) {
        say(session, "{\"type\":\"IDENTIFY\",\"username\":\"" + name + "\"}");
    }

    private static void say(DialectSession session, String text) {
        byte[] bytes = text.getBytes(UTF_8);
        session.text(bytes, 0, bytes.length);
    }

    private static String idIn(String news) {
        int at = news.indexOf("\"id\":\"") + 6;
        return news.substring(at, news.indexOf('"', at));
    }

    @Test
    void whoAnswersTheNewsOfAJoinerAtOnceIsHeardBehindTheListOfMembers() {
        DialectSession host = joined(alice, "alice");
        alice.whenSent(news -> say(host, "{\"type\":\"SDP_OFFER\",\"toPeerId\":\"" + idIn(news) + "\",\"sdp\":{}}"));
        say(identified(bob, "bob"), JOIN);
        assertThat(alice.last()).contains("NEW_PEER_IN_ROOM");
        assertThat(bob.messages()).hasSize(3);
        assertThat(bob.messages().get(1)).contains("ROOM_MEMBERS").contains("alice");
        assertThat(bob.messages().get(2)).contains("SDP_OFFER");
    }

    @Test
    void whoComesWhileMembersHearThatSomebodyLeftDoesNotMeetIt() {
        joined(alice, "alice");
        DialectSession leaving = joined(bob, "bob");
        DialectSession coming = identified(late, "late");
        alice.whenSent(news -> {
            if (news.contains("PEER_LEFT_ROOM")) {
                say(coming, JOIN);
            }
        });
        say(leaving, "{\"type\":\"LEAVE_ROOM\"}");
        assertThat(late.last()).contains("ROOM_MEMBERS").contains("alice").doesNotContain("bob");
    }

    @Test
    void aNameIsFreeWhenItsHolderHasLeftTheRoomAndNotBefore() {
        joined(alice, "alice");
        DialectSession leaving = joined(bob, "bob");
        alice.whenSent(news -> {
            if (news.contains("PEER_LEFT_ROOM")) {
                identify(open(late), "bob");
            }
        });
        leaving.closed();
        assertThat(alice.last()).contains("PEER_LEFT_ROOM").contains("bob");
        assertThat(late.messages()).hasSize(2);
        assertThat(late.messages().getFirst()).contains("AUTH_ERROR").contains("taken");
        identified(new RecordingLink(), "bob");
    }
}
