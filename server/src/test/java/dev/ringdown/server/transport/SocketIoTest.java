package dev.ringdown.server.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.ringdown.server.config.ListenSettings.Transport;
import dev.ringdown.server.support.Frame;
import dev.ringdown.server.support.RawSocket;
import dev.ringdown.server.support.RunningServer;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class SocketIoTest {
    @ParameterizedTest
    @EnumSource(SocketIo.class)
    void everyKindOfSocketServesTheSame(SocketIo io) throws IOException {
        assumeThat(io.unavailable()).isNull();
        try (RunningServer server = RunningServer.start("listen.transport", io.label());
                RawSocket socket = server.echo()) {
            assertThat(server.server().summary()).endsWith("(" + io.label() + ")");

            byte[] large = new byte[300_000];
            socket.send(Frame.text("hello"), Frame.of(Frame.BINARY, large), Frame.of(Frame.PING, "you there?"));
            assertThat(socket.read()).isEqualTo(Frame.text("hello"));
            assertThat(socket.read()).isEqualTo(Frame.of(Frame.BINARY, large));
            assertThat(socket.read()).isEqualTo(Frame.of(Frame.PONG, "you there?"));

            socket.send(Frame.close(1000, "bye"));
            assertThat(socket.readClose().closeCode()).isEqualTo(1000);
        }
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void choosesWhatTheMachineHas(Transport wanted) {
        assertThat(SocketIo.choose(wanted).unavailable()).isNull();
    }
}
