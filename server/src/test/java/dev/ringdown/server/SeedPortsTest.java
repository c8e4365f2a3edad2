package dev.ringdown.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ringdown.server.support.HttpAnswer;
import dev.ringdown.server.support.RawSocket;
import dev.ringdown.server.support.RunningServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The ports of the seeds: where their clients look for the doors, at whatever path. */
final class SeedPortsTest {
    private static final String[] ALL = {
        "listen.seed-ports", "true",
        "rooms.seed-port", "0",
        "flyx.seed-port", "0",
        "cheery.seed-port", "0",
        "vyoma.seed-port", "0"
    };

    private static RawSocket connect(RunningServer server, String dialect) throws IOException {
        InetSocketAddress seed = Objects.requireNonNull(server.server().ownAddress(dialect));
        return RawSocket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), seed.getPort()));
    }

    @Test
    void leadAnyPathToTheirDialect() throws IOException {
        try (RunningServer server = RunningServer.start(ALL);
                RawSocket rooms = connect(server, "rooms");
                RawSocket cheery = connect(server, "cheery");
                RawSocket vyoma = connect(server, "vyoma")) {
            rooms.upgrade("/anything");
            rooms.send("{\"type\":\"IDENTIFY\",\"username\":\"alice\"}");
            assertThat(rooms.readText()).contains("AUTH_SUCCESS");
            cheery.upgrade("/");
            cheery.send("{\"type\":\"register\",\"username\":\"alice\"}");
            assertThat(cheery.readText()).isEqualTo("{\"type\":\"user_list\",\"users\":[\"alice\"]}");
            vyoma.upgrade("/");
            assertThat(vyoma.readText()).startsWith("⌛ Waiting");
        }
    }

    @Test
    void haveThePagesOfTheRoomsAndTheRestOfFlyx() throws IOException {
        try (RunningServer server = RunningServer.start(ALL);
                RawSocket rooms = connect(server, "rooms");
                RawSocket flyx = connect(server, "flyx")) {
            rooms.write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(rooms.readResponse().body()).contains("<!doctype html>");
            flyx.write("POST /room HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n");
            HttpAnswer made = flyx.readResponse();
            assertThat(made.status()).isEqualTo(201);
        }
    }

    @ParameterizedTest
    @CsvSource({"rooms", "flyx", "cheery", "vyoma"})
    void canBeShutOneByOne(String dialect) throws IOException {
        String[] settings = ALL.clone();
        for (int i = 0; i < settings.length; i += 2) {
            if (settings[i].startsWith(dialect)) {
                settings[i + 1] = "-1";
            }
        }
        try (RunningServer server = RunningServer.start(settings)) {
            assertThat(server.server().ownAddress(dialect)).isNull();
        }
    }

    @Test
    void areShutUnlessAskedFor() throws IOException {
        try (RunningServer server = RunningServer.start("rooms.seed-port", "0", "vyoma.seed-port", "0")) {
            assertThat(server.server().ownAddress("rooms")).isNull();
            assertThat(server.server().ownAddress("vyoma")).isNull();
        }
    }

    @Test
    void inUseAreAFailureAtStartThatNamesThem() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = String.valueOf(taken.getLocalPort());
            assertThatThrownBy(() -> RunningServer.start("listen.seed-ports", "true", "cheery.seed-port", port))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("127.0.0.1:" + port);
        }
    }
}
