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
