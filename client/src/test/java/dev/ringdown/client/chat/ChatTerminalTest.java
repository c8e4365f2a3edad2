package dev.ringdown.client.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Plays people at their terminals, on pseudo-terminals of the system. */
@EnabledOnOs(OS.LINUX)
class ChatTerminalTest {
    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final String UP = "\u001bOA";
    private static final String RIGHT = "\u001bOC";
    private static final Pattern OWN_ADDRESS = Pattern.compile("others can call 127\\.0\\.0\\.1:(\\d+)");

    @Test
    void playsTheExampleOfTheSeed() throws Exception {
        try (SeedServer server = new SeedServer();
                TestTerminal alice =
                        TestTerminal.of("alice", "0", server.address().toString());
                TestTerminal bob = TestTerminal.of("bob", "0", server.address().toString())) {
            sees(alice, "alice>");
            sees(bob, "bob>");
            alice.type("/register\r");
            sees(alice, "Registered:");
            bob.type("/register\r");
            sees(bob, "Registered:");

            alice.type("/info\r");
            sees(alice, "bob 127.0.0.1:" + port(bob));
            alice.type("/bridge\r");
            sees(alice, "bob waits for calls: /chat 127.0.0.1:" + port(bob));
            alice.type("/chat 127.0.0.1:" + port(bob) + "\r");
            sees(alice, "Connected to 127.0.0.1:" + port(bob));
            sees(bob, "calls. Answer with /msg.");

            alice.type("/msg Hello Bob!\r");
            sees(bob, "peer: Hello Bob!");
            bob.type("/msg Grüße, Alice 🎯 \\o/ wow!now it's \"me\r");
            sees(alice, "peer: Grüße, Alice 🎯 \\o/ wow!now it's \"me");

            alice.type("/quit\r");
            assertThat(alice.exitStatus()).isZero();
            sees(bob, "hung up.");
            bob.type("/quit\r");
            assertThat(bob.exitStatus()).isZero();
        }
    }

    @Test
    void talksBothWaysWithAnOlderClientThatItCalls() throws Exception {
        try (OlderClient bob = new OlderClient();
                TestTerminal alice = TestTerminal.of("alice", "0", "127.0.0.1:5555")) {
            sees(alice, "alice>");
            alice.type("/chat 127.0.0.1:" + bob.port() + "\r");
            sees(alice, "Connected to 127.0.0.1:" + bob.port());
            alice.type("/msg Hello Bob!\r");
            assertThat(bob.next()).isEqualTo("Hello Bob!");

            // who is called has to call before it can speak
            bob.chat(port(alice));
            sees(alice, " calls, too. /msg goes to 127.0.0.1:" + bob.port() + ".");
            bob.msg("Hello Alice!");
            sees(alice, ": Hello Alice!");
            alice.type("/msg I hear you\r");
            assertThat(bob.next().strip()).isEqualTo("I hear you");
            bob.msg("and I you");
            sees(alice, ": and I you");
        }
    }

    @Test
    void talksBothWaysWithAnOlderClientThatCalls() throws Exception {
        try (OlderClient bob = new OlderClient();
                TestTerminal alice = TestTerminal.of("alice", "0", "127.0.0.1:5555")) {
            sees(alice, "alice>");
            bob.chat(port(alice));
            sees(alice, "calls. Answer with /msg.");
            bob.msg("Hello Alice!");
            sees(alice, "peer: Hello Alice!");
            alice.type("/msg Hello Bob!\r");
            assertThat(bob.next()).isEqualTo("Hello Bob!");

            // a call of one's own beside it ends nothing
            alice.type("/chat 127.0.0.1:" + bob.port() + "\r");
            sees(alice, "Connected to 127.0.0.1:" + bob.port());
            alice.type("/msg on my own call\r");
            assertThat(bob.next()).isEqualTo("on my own call");
            bob.msg("still on mine");
            sees(alice, ": still on mine");
            assertThat(alice.seen()).doesNotContain("hung up");
        }
    }

    @Test
    void talksBothWaysWithItsLikeWhenEachHasCalledTheOther() throws Exception {
        try (TestTerminal alice = TestTerminal.of("alice", "0", "127.0.0.1:5555");
                TestTerminal bob = TestTerminal.of("bob", "0", "127.0.0.1:5555")) {
            sees(alice, "alice>");
            sees(bob, "bob>");
            alice.type("/chat 127.0.0.1:" + port(bob) + "\r");
            sees(bob, "calls. Answer with /msg.");
            bob.type("/msg before\r");
            sees(alice, "peer: before");
            bob.type("/chat 127.0.0.1:" + port(alice) + "\r");
            sees(alice, " calls, too. /msg goes to 127.0.0.1:" + port(bob) + ".");
            sees(bob, "Connected to 127.0.0.1:" + port(alice));
            alice.type("/msg from alice\r");
            sees(bob, ": from alice");
            bob.type("/msg from bob\r");
            sees(alice, ": from bob");
            assertThat(alice.seen() + bob.seen()).doesNotContain("hung up");
        }
    }

    @Test
    void showsMessagesAboveTheLineThatIsBeingTyped() throws Exception {
        try (TestTerminal alice = TestTerminal.of("alice", "0", "127.0.0.1:5555")) {
            sees(alice, "alice>");
            try (SeedPeer bob = SeedPeer.calling(port(alice))) {
                sees(alice, "calls. Answer with /msg.");
                alice.type("/msg half a");
                sees(alice, "alice> /msg half a");
                bob.send("first\nsecond");
                sees(alice, "peer: first\npeer: second\nalice> /msg half a");
                alice.type(" word\u0001" + RIGHT.repeat("/msg ".length()) + "one \u0005!\r");

                assertThat(bob.receive()).isEqualTo("one half a word!");
            }
        }
    }

    @Test
    void letsNoPeerSteerTheTerminal() throws Exception {
        try (TestTerminal alice = TestTerminal.of("alice", "0", "127.0.0.1:5555")) {
            sees(alice, "alice>");
            try (SeedPeer mallory = SeedPeer.calling(port(alice))) {
                sees(alice, "calls. Answer with /msg.");
                mallory.send("\u001b[2J\u001b[H\u009b2J\u0007\rpwned\b\b");
                sees(alice, "peer: \ufffd[2J\ufffd[H\ufffd2J\ufffd\ufffdpwned\ufffd\ufffd");
                assertThat(alice.seen()).startsWith("You are alice");
            }
        }
    }

    @Test
    void bringsBackLinesAndCompletesCommands() throws Exception {
        try (TestTerminal alice = TestTerminal.of("alice", "0", "127.0.0.1:5555")) {
            sees(alice, "alice>");
            alice.type("/msg nobody there\r");
            sees(alice, "Nobody is on the phone.");
            alice.type(UP);
            await().atMost(DEADLINE)
                    .untilAsserted(() -> assertThat(alice.seen()).endsWith("alice> /msg nobody there"));
            alice.type("\u0015/qu\t\r");
            assertThat(alice.exitStatus()).isZero();
        }
    }

    @Test
    void dropsTheLineWithControlCAndLeavesWithControlD() throws Exception {
        try (TestTerminal alice = TestTerminal.of("alice", "0", "127.0.0.1:5555")) {
            sees(alice, "alice>");
            alice.type("not this");
            sees(alice, "alice> not this");
            alice.type("\u0003");
            await().atMost(DEADLINE)
                    .untilAsserted(() -> assertThat(alice.seen()).endsWith("alice> not this\nalice>"));
            alice.type("\u0004");
            assertThat(alice.exitStatus()).isZero();
        }
    }

    private static int port(TestTerminal terminal) {
        Matcher address = OWN_ADDRESS.matcher(terminal.seen());
        assertThat(address.find()).isTrue();
        return Integer.parseInt(address.group(1));
    }

    private static void sees(TestTerminal terminal, String text) {
        await().atMost(DEADLINE).untilAsserted(() -> assertThat(terminal.seen()).contains(text));
    }
}
