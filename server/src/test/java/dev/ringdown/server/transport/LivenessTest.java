package dev.ringdown.server.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringdown.server.support.Frame;
import dev.ringdown.server.support.RawSocket;
import dev.ringdown.server.support.RunningServer;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Pings, and what becomes of a client that gives no sign of life. */
final class LivenessTest {
    /** Where nobody is closed for a pong that comes late because the machine is busy. */
    @RegisterExtension
    static final RunningServer SERVER = RunningServer.with(
            "websocket.ping-interval", "500ms", "websocket.idle-timeout", "60s", "rooms.identify-timeout", "500ms");

    @Test
    void pingsASilentClientThenClosesItAsGone() throws IOException {
        try (RunningServer server =
                        RunningServer.start("websocket.ping-interval", "500ms", "websocket.idle-timeout", "1500ms");
                RawSocket socket = server.echo()) {
            Frame frame = socket.read();
            assertThat(frame).isEqualTo(Frame.of(Frame.PING));
            for (int pings = 1; frame.opcode() == Frame.PING && pings < 10; pings++) {
                frame = socket.read();
            }
            assertThat(frame.opcode()).isEqualTo(Frame.CLOSE);
            assertThat(frame.closeCode()).isEqualTo(1001);
            assertThat(frame.closeReason()).startsWith("gone");
            socket.readEnd();
        }
    }

    @Test
    void keepsAClientThatAnswersPingsAndDoesNothingElse() throws IOException {
        try (RawSocket socket = SERVER.echo()) {
            for (int i = 0; i < 5; i++) {
                assertThat(socket.read()).isEqualTo(Frame.of(Frame.PING));
                socket.send(Frame.of(Frame.PONG));
            }
            socket.send("still here");
            assertThat(socket.readText()).isEqualTo("still here");
        }
    }

    @Test
    void closesAClientThatDoesNotSayInTimeWhoItIs() throws IOException {
        try (RawSocket socket = SERVER.open("/ws")) {
            Frame frame = socket.read();
            while (frame.opcode() == Frame.PING) {
                socket.send(Frame.of(Frame.PONG));
                frame = socket.read();
            }
            assertThat(frame.closeCode()).isEqualTo(1008);
            assertThat(frame.closeReason()).startsWith("identify-timeout");
            socket.readEnd();
        }
    }
}
