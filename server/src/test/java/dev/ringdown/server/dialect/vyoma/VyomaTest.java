package dev.ringdown.server.dialect.vyoma;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ringdown.server.support.Frame;
import dev.ringdown.server.support.HttpAnswer;
import dev.ringdown.server.support.RawSocket;
import dev.ringdown.server.support.RunningServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The vyoma dialect as its clients see it. */
class VyomaTest {
    @RegisterExtension
    static final RunningServer SERVER = RunningServer.with("listen.seed-ports", "true", "vyoma.seed-port", "0");

    private static final String WAITING = "⌛ Waiting for another entrepreneur...";
    private static final String CONNECTED = "🎯 Connected with an entrepreneur!";
    private static final String PARTNER_LEFT = "⚠️ Partner disconnected.";

    private static final String JSON_WAITING = "{\"type\":\"waiting\"}";
    private static final String JSON_PARTNER_LEFT = "{\"type\":\"partner_left\"}";
    private static final String DROPPED = "ringdown_refusals_total{dialect=\"vyoma\",error=\"no-partner\"}";
    private static final String NEXT = "{\"type\":\"next\"}";

    /** The tests share a server: none begins while somebody of an earlier one still waits. */
    @BeforeEach
    void nobodyWaits() throws IOException {
        boolean alone = false;
        for (int probes = 0; !alone; probes++) {
            assertThat(probes).as("somebody always waits").isLessThan(100);
            try (RawSocket probe = plain()) {
                alone = probe.readText().equals(WAITING);
                if (alone) {
                    probe.send(Frame.close(1000, ""));
                    probe.readClose();
                }
            }
        }
    }

    // ---- plain text, as the seed's clients speak it

    @Test
    void pairsTheFirstWithTheSecondAndRelaysBothWaysVerbatim() throws IOException {
        try (RawSocket alice = plain();
                RawSocket bob = plain()) {
            assertThat(alice.readText()).isEqualTo(WAITING);
            assertThat(bob.readText()).isEqualTo(CONNECTED);
            assertThat(alice.readText()).isEqualTo(CONNECTED);
            for (String text : List.of(
                    "Hello from client!", "", "{\"type\":\"next\"}", " \u0000\r\n\t", "🎯 é ⚠️", "x".repeat(60_000))) {
                alice.send(text);
                assertThat(bob.readText()).isEqualTo(text);
                bob.send(text);
                assertThat(alice.readText()).isEqualTo(text);
            }
        }
    }

    @Test
    void relaysBytesAsTheTextThatTheySpell() throws IOException {
        try (RawSocket alice = plain()) {
            assertThat(alice.readText()).isEqualTo(WAITING);
            long dropped = SERVER.metric(DROPPED);
            alice.send(Frame.of(Frame.BINARY, "to nobody"));
            try (RawSocket bob = plain()) {
                assertThat(bob.readText()).isEqualTo(CONNECTED);
                assertThat(alice.readText()).isEqualTo(CONNECTED);
                alice.send(Frame.of(Frame.BINARY, "Grüße 🎯"));
                assertThat(bob.read()).isEqualTo(Frame.text("Grüße 🎯"));
                alice.send(Frame.of(Frame.BINARY));
                assertThat(bob.read()).isEqualTo(Frame.text(""));
                alice.send(Frame.of(Frame.BINARY, (byte) 'a', (byte) 0xff, (byte) 0xc3, (byte) 'b', (byte) 0xf0));
                assertThat(bob.read()).isEqualTo(Frame.text("a\ufffd\ufffdb\ufffd"));
                bob.send("still here");
                assertThat(alice.readText()).isEqualTo("still here");
            }
            assertThat(alice.readText()).isEqualTo(PARTNER_LEFT);
            assertThat(SERVER.metric(DROPPED)).isEqualTo(dropped + 1);
        }
    }

    @Test
    void relaysBytesToAPartnerWhoSpeaksJsonAndRefusesThemFromIt() throws IOException {
        try (RawSocket alice = plain();
                RawSocket bob = json()) {
            assertThat(alice.readText()).isEqualTo(WAITING);
            assertThat(alice.readText()).isEqualTo(CONNECTED);
            assertThat(bob.readText()).startsWith("{\"type\":\"paired\"");
            alice.send(Frame.of(Frame.BINARY, "say \"hello\""));
            assertThat(bob.readText()).isEqualTo("{\"type\":\"message\",\"payload\":\"say \\\"hello\\\"\"}");
            bob.send(Frame.of(Frame.BINARY, "{\"type\":\"message\",\"payload\":\"hello\"}"));
            assertThat(bob.readText()).startsWith("{\"type\":\"error\",\"payload\":{\"code\":\"binary\"");
            bob.send("{\"type\":\"message\",\"payload\":\"after it\"}");
            assertThat(alice.readText()).isEqualTo("after it");
        }
    }

    @Test
    void tellsTheOneWhoStaysAndDropsWhatItSaysToNobody() throws IOException {
        try (RawSocket alice = plain()) {
            assertThat(alice.readText()).isEqualTo(WAITING);
            long before = SERVER.metric(DROPPED);
            alice.send("too early");
            try (RawSocket bob = plain()) {
                assertThat(bob.readText()).isEqualTo(CONNECTED);
                assertThat(alice.readText()).isEqualTo(CONNECTED);
                alice.send("in time");
                assertThat(bob.readText()).isEqualTo("in time");
            }
            assertThat(alice.readText()).isEqualTo(PARTNER_LEFT);
            alice.send("too late");
            alice.send(Frame.of(Frame.PING, "still here"));
            assertThat(alice.read()).isEqualTo(Frame.of(Frame.PONG, "still here"));
            assertThat(SERVER.metric(DROPPED)).isEqualTo(before + 2);
        }
    }

    @Test
    void theOneWhoStaysIsNotPairedAgainUnlessItComesAgain() throws IOException {
        try (RawSocket alice = plain()) {
            assertThat(alice.readText()).isEqualTo(WAITING);
            try (RawSocket bob = plain()) {
                assertThat(bob.readText()).isEqualTo(CONNECTED);
                assertThat(alice.readText()).isEqualTo(CONNECTED);
            }
            assertThat(alice.readText()).isEqualTo(PARTNER_LEFT);
            try (RawSocket carol = plain();
                    RawSocket again = plain()) {
                assertThat(carol.readText()).isEqualTo(WAITING);
                assertThat(again.readText()).isEqualTo(CONNECTED);
                assertThat(carol.readText()).isEqualTo(CONNECTED);
            }
        }
    }

    @Test
    void pairsInTheOrderInWhichTheyCome() throws IOException {
        try (RawSocket first = plain();
                RawSocket second = plain();
                RawSocket third = plain();
                RawSocket fourth = plain()) {
            second.send("from second");
            fourth.send("from fourth");
            assertThat(first.readText()).isEqualTo(WAITING);
            assertThat(first.readText()).isEqualTo(CONNECTED);
            assertThat(first.readText()).isEqualTo("from second");
            assertThat(third.readText()).isEqualTo(WAITING);
            assertThat(third.readText()).isEqualTo(CONNECTED);
            assertThat(third.readText()).isEqualTo("from fourth");
        }
    }

    @Test
    void whoLeavesWhileWaitingIsPairedWithNobody() throws IOException {
        try (RawSocket gone = plain()) {
            assertThat(gone.readText()).isEqualTo(WAITING);
            gone.send(Frame.close(1000, ""));
            assertThat(gone.readClose().closeCode()).isEqualTo(1000);
        }
        try (RawSocket alice = plain();
                RawSocket bob = plain()) {
            assertThat(alice.readText()).isEqualTo(WAITING);
            assertThat(bob.readText()).isEqualTo(CONNECTED);
        }
    }

    // ---- JSON

    @Test
    void pairsInJsonAndSaysWhoMakesTheOffer() throws IOException {
        try (RawSocket alice = json();
                RawSocket bob = json()) {
            assertThat(alice.readText()).isEqualTo(JSON_WAITING);
            assertThat(bob.readText()).isEqualTo(paired(true, "json"));
            assertThat(alice.readText()).isEqualTo(paired(false, "json"));
            for (String message : List.of(
                    "{\"type\":\"message\",\"payload\":\"hi \\ud83c\\udfaf\"}",
                    " { \"payload\" : {\"type\":\"paired\",\"n\":1.50} , \"type\" : \"signal\" } ",
                    "{\"type\":\"typing\"}",
                    "{\"type\":\"ping\",\"extra\":[1,2]}")) {
                alice.send(message);
                assertThat(bob.readText()).isEqualTo(message);
            }
        }
    }

    @Test
    void nextLeavesThePartnerAndLooksForAnother() throws IOException {
        try (RawSocket alice = json();
                RawSocket bob = json()) {
            assertThat(alice.readText()).isEqualTo(JSON_WAITING);
            assertThat(bob.readText()).isEqualTo(paired(true, "json"));
            assertThat(alice.readText()).isEqualTo(paired(false, "json"));
            alice.send(NEXT);
            assertThat(alice.readText()).isEqualTo(JSON_WAITING);
            assertThat(bob.readText()).isEqualTo(JSON_PARTNER_LEFT);
            // who waits already is told so, is not paired with itself, and keeps its place
            alice.send(NEXT);
            assertThat(alice.readText()).isEqualTo(JSON_WAITING);
            try (RawSocket carol = json()) {
                assertThat(carol.readText()).isEqualTo(paired(true, "json"));
                assertThat(alice.readText()).isEqualTo(paired(false, "json"));
                bob.send(NEXT);
                assertThat(bob.readText()).isEqualTo(JSON_WAITING);
                carol.send("{\"type\":\"message\",\"payload\":\"hi\"}");
                assertThat(alice.readText()).isEqualTo("{\"type\":\"message\",\"payload\":\"hi\"}");
            }
            assertThat(alice.readText()).isEqualTo(JSON_PARTNER_LEFT);
            alice.send(NEXT);
            assertThat(alice.readText()).isEqualTo(paired(true, "json"));
            assertThat(bob.readText()).isEqualTo(paired(false, "json"));
        }
    }

    @Test
    void bothWhoSayNextAtOnceAreFreeForOthers() throws IOException {
        try (RawSocket alice = json();
                RawSocket bob = json()) {
            assertThat(alice.readText()).isEqualTo(JSON_WAITING);
            assertThat(bob.readText()).isEqualTo(paired(true, "json"));
            assertThat(alice.readText()).isEqualTo(paired(false, "json"));
            for (int round = 0; round < 200; round++) {
                alice.send(NEXT);
                bob.send(NEXT);
                String toAlice = untilPaired(alice);
                String toBob = untilPaired(bob);
                assertThat(List.of(toAlice, toBob))
                        .containsExactlyInAnyOrder(paired(true, "json"), paired(false, "json"));
                alice.send("{\"type\":\"round\",\"payload\":" + round + "}");
                assertThat(bob.readText()).isEqualTo("{\"type\":\"round\",\"payload\":" + round + "}");
            }
        }
    }

    private static String untilPaired(RawSocket socket) throws IOException {
        String message;
        do {
            message = socket.readText();
            assertThat(message).doesNotContain("error");
        } while (!message.contains("paired"));
        return message;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u0000',
            value = {
                "hello                                             | bad-json",
                "{\"type\":\"message\",\"payload\":\"a\"}{}        | bad-json",
                "{\"payload\":\"a\"}                               | missing-type",
                "{\"type\":[\"message\"],\"payload\":\"a\"}        | missing-type",
                "{\"type\":\"message\"}                            | bad-field",
                "{\"type\":\"waiting\"}                            | reserved-type",
                "{\"type\":\"paired\",\"payload\":{}}              | reserved-type",
                "{\"type\":\"typing\",\"type\":\"partner_left\"}   | reserved-type",
                "{\"type\":\"err\\u006fr\",\"payload\":{}}         | reserved-type",
            })
    void refusesAndStaysPaired(String message, String code) throws IOException {
        try (RawSocket alice = json();
                RawSocket bob = json()) {
            assertThat(alice.readText()).isEqualTo(JSON_WAITING);
            assertThat(bob.readText()).isEqualTo(paired(true, "json"));
            bob.send(message);
            assertThat(bob.readText())
                    .startsWith("{\"type\":\"error\",\"payload\":{\"code\":\"" + code + "\",\"message\":\"");
            bob.send("{\"type\":\"typing\"}");
            assertThat(alice.readText()).isEqualTo(paired(false, "json"));
            assertThat(alice.readText()).isEqualTo("{\"type\":\"typing\"}");
        }
    }

    @Test
    void refusesInJsonWhatIsSaidToNobody() throws IOException {
        try (RawSocket alice = json()) {
            assertThat(alice.readText()).isEqualTo(JSON_WAITING);
            alice.send("{\"type\":\"message\",\"payload\":\"anybody?\"}");
            assertThat(alice.readText()).startsWith("{\"type\":\"error\",\"payload\":{\"code\":\"no-partner\"");
        }
    }

    // ---- both formats in one pair

    @Test
    void plainTextAndJsonUnderstandEachOther() throws IOException {
        try (RawSocket alice = plain();
                RawSocket bob = json()) {
            assertThat(alice.readText()).isEqualTo(WAITING);
            assertThat(bob.readText()).isEqualTo(paired(true, "text"));
            assertThat(alice.readText()).isEqualTo(CONNECTED);
            alice.send("say \"hi\" \\ \u0001 🎯\n{\"type\":\"partner_left\"}");
            assertThat(bob.readText())
                    .isEqualTo("{\"type\":\"message\",\"payload\":\"say \\\"hi\\\" \\\\ \\u0001 🎯\\n"
                            + "{\\\"type\\\":\\\"partner_left\\\"}\"}");
            bob.send("{\"type\":\"message\",\"payload\":\"\\ud83c\\udfaf \\\"hi\\\"\\u0021\"}");
            assertThat(alice.readText()).isEqualTo("🎯 \"hi\"!");
            for (String message : List.of("{\"type\":\"typing\"}", "{\"type\":\"message\",\"payload\":{\"a\":1}}")) {
                bob.send(message);
                assertThat(bob.readText()).startsWith("{\"type\":\"error\",\"payload\":{\"code\":\"plain-partner\"");
            }
            bob.send(NEXT);
            assertThat(bob.readText()).isEqualTo(JSON_WAITING);
            assertThat(alice.readText()).isEqualTo(PARTNER_LEFT);
        }
    }

    @Test
    void takesTheFormatsThereAreAndNoOther() throws IOException {
        try (RawSocket alice = SERVER.open("/pair?format=text");
                RawSocket bob = SERVER.connect()) {
            assertThat(alice.readText()).isEqualTo(WAITING);
            bob.write(RawSocket.upgradeRequest("/pair?format=xml"));
            assertThat(bob.readResponse().status()).isEqualTo(400);
        }
    }

    // ---- the seed's port

    @ParameterizedTest
    @ValueSource(strings = {"/", "/pair", "/any/where?a=b"})
    void hasAPortOfItsOwnWhereEveryPathLeadsToIt(String path) throws IOException {
        InetSocketAddress address = requireNonNull(SERVER.server().ownAddress("vyoma"));
        try (RawSocket alice = RawSocket.connect(address);
                RawSocket bob = plain()) {
            bob.readText();
            alice.upgrade(path);
            assertThat(alice.readText()).isEqualTo(CONNECTED);
        }
        assertThat(SERVER.server().summary()).contains("vyoma ws://127.0.0.1");
    }

    @Test
    void answersAsAHealthPageAtTheRootOfTheSeedsPort() throws IOException {
        try (RawSocket socket = RawSocket.connect(requireNonNull(SERVER.server().ownAddress("vyoma")))) {
            socket.write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
            HttpAnswer answer = socket.readResponse();
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("content-type")).isEqualTo("text/plain; charset=utf-8");
            assertThat(answer.body()).isEqualTo("🚀 Vyoma WebSocket server running\n");
        }
    }

    @Test
    void tellsEverybodyWhenTheServerStops() throws IOException {
        try (RunningServer server = RunningServer.start();
                RawSocket alice = server.open("/pair")) {
            assertThat(alice.readText()).isEqualTo(WAITING);
            Thread stopping = Thread.startVirtualThread(server::close);
            Frame close = alice.read();
            assertThat(close.closeCode()).isEqualTo(1001);
            alice.send(close);
            assertThat(join(stopping)).isTrue();
        }
    }

    private static boolean join(Thread thread) {
        try {
            return thread.join(Duration.ofSeconds(10));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static RawSocket plain() throws IOException {
        return SERVER.open("/pair");
    }

    private static RawSocket json() throws IOException {
        return SERVER.open("/pair?format=json");
    }

    private static String paired(boolean initiator, String format) {
        return "{\"type\":\"paired\",\"payload\":{\"initiator\":" + initiator + ",\"format\":\"" + format + "\"}}";
    }
}
