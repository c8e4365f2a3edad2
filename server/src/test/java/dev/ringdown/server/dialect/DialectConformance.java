package dev.ringdown.server.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What every dialect is held to, in memory and over sockets. A dialect's test inherits it once for each, and says how two
 * of its clients come to talk; see {@link SocketConformance} for what takes a socket.
 */
public interface DialectConformance {
    /** Where clients come from. */
    Clients clients() throws Exception;

    /** Brings two clients to the point where one may speak to the other. */
    Conversation converse(Clients clients) throws Exception;

    @Test
    default void relaysByteForByte() throws Exception {
        try (Clients clients = clients()) {
            Conversation talk = converse(clients);
            String text = "</script> 1.50 grüße 🎯 é fromPeerId client_id";
            talk.speaker().send(talk.said(text));
            assertThat(talk.listener().read()).isEqualTo(talk.heard(text));
        }
    }

    @Test
    default void keepsTheOrderInWhichOnePeerSpeaks() throws Exception {
        try (Clients clients = clients()) {
            Conversation talk = converse(clients);
            for (int i = 0; i < 500; i++) {
                talk.speaker().send(talk.said("number " + i));
            }
            for (int i = 0; i < 500; i++) {
                assertThat(talk.listener().read()).isEqualTo(talk.heard("number " + i));
            }
        }
    }

    @Test
    default void saysWhoItIsFromWhateverTheSenderClaims() throws Exception {
        try (Clients clients = clients()) {
            Conversation talk = converse(clients);
            talk.speaker().send(talk.saidAsSomebodyElse("trust me"));
            assertThat(talk.listener().read()).isEqualTo(talk.heard("trust me"));
        }
    }

    @Test
    default void refusesAFieldThatReceiversCouldReadDifferentlyAndGoesOn() throws Exception {
        try (Clients clients = clients()) {
            Conversation talk = converse(clients);
            List<String> ambiguous = talk.saidAmbiguously("trust me");
            assumeFalse(ambiguous.isEmpty(), "no field routes a message of this dialect");
            for (String said : ambiguous) {
                talk.speaker().send(said);
                assertThat(talk.speaker().read()).as(said).satisfies(answer -> {
                    assertThat(talk.isRefusal(answer)).isTrue();
                    assertThat(answer).contains("\"code\":\"ambiguous-field\"");
                });
            }
            talk.speaker().send(talk.said("still here"));
            assertThat(talk.listener().read()).isEqualTo(talk.heard("still here"));
        }
    }

    @Test
    default void refusesWhatIsMalformedAndGoesOn() throws Exception {
        try (Clients clients = clients()) {
            Conversation talk = converse(clients);
            String malformed = talk.malformed();
            assumeTrue(!malformed.isEmpty(), "every text is a message of this dialect");
            talk.speaker().send(malformed);
            assertThat(talk.speaker().read())
                    .satisfies(answer -> assertThat(talk.isRefusal(answer)).isTrue());
            talk.speaker().send(talk.said("still here"));
            assertThat(talk.listener().read()).isEqualTo(talk.heard("still here"));
        }
    }

    @Test
    default void refusesBinaryAndGoesOn() throws Exception {
        try (Clients clients = clients()) {
            Conversation talk = converse(clients);
            talk.speaker().sendBinary(new byte[] {1, 2, 3});
            assertThat(talk.speaker().read())
                    .satisfies(answer -> assertThat(talk.isRefusal(answer)).isTrue());
            talk.speaker().send(talk.said("still here"));
            assertThat(talk.listener().read()).isEqualTo(talk.heard("still here"));
        }
    }

    @Test
    default void tellsOfALossAfterEverythingThatWasSaid() throws Exception {
        try (Clients clients = clients()) {
            Conversation talk = converse(clients);
            for (int i = 0; i < 100; i++) {
                talk.speaker().send(talk.said("number " + i));
            }
            talk.speaker().drop();
            for (int i = 0; i < 100; i++) {
                assertThat(talk.listener().read()).isEqualTo(talk.heard("number " + i));
            }
            assertThat(talk.listener().read())
                    .satisfies(news -> assertThat(talk.isNewsOfLoss(news)).isTrue());
        }
    }
}
