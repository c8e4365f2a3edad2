package dev.ringdown.client.chat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** Runs the chat as a script does, without a terminal. */
class ChatCommandTest {
    private static final int DEADLINE_SECONDS = 60;

    private record Outcome(int status, String output) {}

    @Test
    void talksFromAScript() throws Exception {
        try (SeedServer server = new SeedServer();
                ServerSocket door = SeedPeer.door()) {
            Process chat = start("alice", "0", server.address().toString());
            String bob = "127.0.0.1:" + door.getLocalPort();
            chat.getOutputStream()
                    .write(("/register\n/info\n/chat " + bob + "\n/msg Grüße!\n/msg Bye.\n").getBytes(UTF_8));
            chat.getOutputStream().close();
            try (SeedPeer peer = SeedPeer.calledAt(door)) {
                assertThat(peer.receiveAll()).isEqualTo("Grüße!\nBye.");
            }
            Outcome outcome = outcome(chat);

            assertThat(outcome.status()).isZero();
            assertThat(outcome.output())
                    .contains("Registered: ", "\nalice 127.0.0.1:", "\nConnected to " + bob)
                    .doesNotContain("alice>", "\u001b");
        }
    }

    @Test
    void saysThatThePortIsTaken() throws Exception {
        try (ServerSocket taken = SeedPeer.door()) {
            String port = Integer.toString(taken.getLocalPort());
            Outcome outcome = outcome(start("alice", port, "127.0.0.1:5555"));

            assertThat(outcome.status()).isEqualTo(1);
            assertThat(outcome.output())
                    .startsWith("Can't listen on 127.0.0.1 port " + port)
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void announcesWhatItIsToldTo() throws Exception {
        try (SeedServer server = new SeedServer()) {
            Process chat = start(
                    "alice",
                    "0",
                    server.address().toString(),
                    "--listen-host",
                    "0.0.0.0",
                    "--announce",
                    "chat.example");
            chat.getOutputStream().write("/register\n/quit\n".getBytes(UTF_8));
            chat.getOutputStream().close();

            assertThat(outcome(chat).output()).contains("alice at chat.example:");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'', ''",
        "alice, ''",
        "alice 5556, ''",
        "alice x 127.0.0.1:5555, ''",
        "alice 65536 127.0.0.1:5555, 'listenPort: '",
        "alice -1 127.0.0.1:5555, ''",
        "alice 5556 127.0.0.1, 'host:port: '",
        "alice 5556 127.0.0.1:0, 'host:port: '",
        "al\u0007ice 5556 127.0.0.1:5555, 'clientID: '",
        "alice 5556 127.0.0.1:5555 --listen-host 127.1, '--listen-host: '",
        "alice 5556 127.0.0.1:5555 --listen-host 0.0.0.0, '--listen-host: Nobody can call 0.0.0.0'",
        "alice 5556 127.0.0.1:5555 --announce a_b, '--announce: '",
        "alice 5556 127.0.0.1:5555 --loud, ''"
    })
    void refusesWhatMakesNoSense(String arguments, String message) {
        StringWriter said = new StringWriter();
        int status = new CommandLine(new ChatCommand())
                .setErr(new PrintWriter(said, true))
                .execute(arguments.isEmpty() ? new String[0] : arguments.split(" ", -1));

        assertThat(status).isEqualTo(64);
        assertThat(said.toString()).contains(message).contains("Usage: chat");
    }

    private static Process start(String... arguments) throws IOException {
        return ChatProcess.of(List.of(), arguments).redirectErrorStream(true).start();
    }

    private static Outcome outcome(Process chat) throws Exception {
        try {
            String output = new String(chat.getInputStream().readAllBytes(), UTF_8);
            assertThat(chat.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)).isTrue();
            return new Outcome(chat.exitValue(), output);
        } finally {
            chat.destroyForcibly();
        }
    }
}
