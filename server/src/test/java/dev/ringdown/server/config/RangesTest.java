package dev.ringdown.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the constructors refuse. */
class RangesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "listen.host                       | ''       | an address or a host name",
                "listen.port                       | -1       | 0 to 65535",
                "listen.port                       | 65536    | 0 to 65535",
                "listen.management-port            | -2       | -1 to 65535",
                "listen.bridge-port                | 65536    | -1 to 65535",
                "listen.loops                      | -1       | 0 to 1024",
                "listen.backlog                    | 0        | 1 to 1048576",
                "listen.management-connections     | 0        | 1 to 10000",
                "listen.stuck-timeout              | 25h      | 0 or 1ms to 24h in whole milliseconds",
                "http.max-request-line-bytes       | 63       | 64 to 1MiB",
                "http.max-header-bytes             | 17MiB    | 256 to 16MiB",
                "http.max-body-bytes               | 65MiB    | 0 to 64MiB",
                "http.handshake-timeout            | 0        | 1ms to 24h in whole milliseconds",
                "http.keep-alive-timeout           | 25h      | 1ms to 24h in whole milliseconds",
                "websocket.max-frame-bytes         | 124      | 125 to 1GiB",
                "websocket.max-message-bytes       | 1025MiB  | 125 to 1GiB",
                "websocket.max-fragments           | 0        | 1 to 1048576",
                "websocket.idle-timeout            | 25h      | 0 or 1ms to 24h in whole milliseconds",
                "websocket.close-timeout           | 0        | 1ms to 24h in whole milliseconds",
                "websocket.max-controls-per-second | -1       | 0 to 1000000",
                "websocket.max-errors-per-second   | -1       | 0 to 1000000",
                "websocket.max-messages-per-second | 1000001  | 0 to 1000000",
                "output.low-water-mark             | 0        | 1 to 1GiB",
                "limits.max-connections            | -1       | 0 to 100000000",
                "limits.max-connections-per-address| -1       | 0 to 100000000",
                "limits.max-new-connections-per-minute | -1   | 0 to 100000000",
                "rooms.identify-timeout            | 0        | 1ms to 24h in whole milliseconds",
                "rooms.max-name-bytes              | 0        | 1 to 64KiB",
                "rooms.max-room-id-bytes           | 65KiB    | 1 to 64KiB",
                "rooms.max-members                 | 0        | 1 to 1000000",
                "rooms.seed-port                   | 65536    | -1 to 65535",
                "flyx.seed-port                    | -2       | -1 to 65535",
                "flyx.max-rooms                    | 0        | 1 to 100000000",
                "flyx.max-clients                  | 1        | 2 to 1000000",
                "flyx.max-metadata-bytes           | 65KiB    | 2 to 64KiB",
                "flyx.grace                        | 0        | 1ms to 24h in whole milliseconds",
                "flyx.max-kept-messages            | 0        | 1 to 1000000",
                "flyx.max-misses-per-minute        | -1       | 0 to 1000000",
                "cheery.max-name-bytes             | 0        | 1 to 64KiB",
                "cheery.max-ip-bytes               | 65KiB    | 1 to 64KiB",
                "cheery.list-interval              | 0        | 1ms to 24h in whole milliseconds",
                "cheery.heartbeat-interval         | 25h      | 0 or 1ms to 24h in whole milliseconds",
                "cheery.seed-port                  | -2       | -1 to 65535",
                "vyoma.seed-port                  | 65536    | -1 to 65535",
                "echo.max-message-bytes            | 2047MiB  | 125 to 1GiB",
                "echo.max-fragments                | 0        | 1 to 16777216",
                "shutdown.drain-timeout            | 25h      | 0 or 1ms to 24h in whole milliseconds"
            })
    void valueOutOfRangeIsRefusedWithItsRange(String key, String value, String range) {
        assertThat(problems(key, value))
                .contains("%s: %s (expected: %s), on the command line"
                        .formatted(key, value.isEmpty() ? "\"\"" : value, range));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "websocket.max-frame-bytes=1025KiB           | at most websocket.max-message-bytes, which is 1MiB",
                "websocket.ping-interval=60s                 | below websocket.idle-timeout, which is 1m",
                "output.low-water-mark=64KiB                 | below output.high-water-mark, which is 64KiB",
                "output.max-pending-bytes=65535              | at least output.high-water-mark, which is 64KiB",
                "output.max-pending-bytes=2097151            | at least twice websocket.max-message-bytes, which is 1MiB",
                "flyx.max-clients=10001                      | at most flyx.max-clients-limit, which is 10000",
                "listen.management-port=8080                 | another than listen.port",
                "listen.bridge-port=8080                     | another than listen.port",
                "listen.bridge-port=9090                     | another than listen.management-port",
                "echo.path=/ws                               | another than rooms.path",
                "cheery.path=/ws                             | another than rooms.path",
                "bridge.path=/presence                       | another than cheery.path",
                "vyoma.path=/presence                        | another than cheery.path",
                "echo.path=/presence                         | another than cheery.path"
            })
    void contradictionIsRefused(String setting, String expected) {
        String[] pair = setting.split("=", -1);

        assertThat(problems(pair[0], pair[1]))
                .singleElement()
                .asString()
                .startsWith(pair[0] + ": ")
                .endsWith("(expected: " + expected + "), on the command line");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "listen.port=0 listen.management-port=0 listen.bridge-port=0",
                "listen.management-port=-1 listen.bridge-port=-1",
                "listen.management-port=5555 listen.bridge-host=127.0.0.2",
                "listen.port=65535",
                "websocket.max-frame-bytes=125 websocket.max-message-bytes=125",
                "websocket.ping-interval=2m websocket.idle-timeout=0",
                "websocket.ping-interval=0",
                "output.max-pending-bytes=2MiB",
                "output.max-pending-bytes=64KiB websocket.max-message-bytes=32KiB websocket.max-frame-bytes=32KiB",
                "output.max-pending-bytes=1GiB websocket.max-message-bytes=512MiB",
                "output.stalled-timeout=0",
                "shutdown.drain-timeout=24h",
                "rooms.path=/ echo.path=/ws",
                "rooms.path=/a-b/c_d/~e.f"
            })
    void edgeIsAllowed(String settings) {
        Map<String, String> flags = Arrays.stream(settings.split(" ", -1))
                .map(setting -> setting.split("=", -1))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));

        assertThat(Loads.flags(flags)).isNotEqualTo(Configuration.DEFAULTS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ws", "/ws/", "//", "/ws?a=b", "/w s", "/ws#a", "/ä"})
    void pathMustBePlain(String path) {
        assertThat(problems("rooms.path", path)).singleElement().asString().startsWith("rooms.path: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"app.example", "https://app.example/", "https://App.example", "https://", "*", "null"})
    void originMustBeAsBrowsersSendIt(String origin) {
        assertThat(problems("websocket.allowed-origins", "[\"" + origin + "\"]"))
                .singleElement()
                .asString()
                .startsWith("websocket.allowed-origins: " + origin + " (expected: an origin");
    }

    @Test
    void turnNeedsUserNameAndCredential() {
        assertThat(problems("ice-servers", "[{\"urls\": [\"stun:a\", \"turns:b\"]}]"))
                .containsExactly(
                        "ice-servers[0].username: none (expected: a user name, for TURN), on the command line",
                        "ice-servers[0].credential: none (expected: a credential, for TURN), on the command line");
        assertThat(problems("ice-servers", "[{\"urls\": []}]"))
                .containsExactly("ice-servers[0].urls: [] (expected: at least one address such as"
                        + " stun:stun.example.org:3478), on the command line");
    }

    @Test
    void constructorsRefuseWithTheSameSentences() {
        assertThatThrownBy(() -> new ShutdownSettings(Duration.ofNanos(1)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("shutdown.drain-timeout: PT0.000000001S (expected: 0 or 1ms to 24h in whole milliseconds)");
        assertThatThrownBy(() -> new LimitSettings(-1, -1, -1, false, 0))
                .hasMessageContaining("limits.max-connections: -1 ")
                .hasMessageContaining("limits.max-connections-per-address: -1 ")
                .hasMessageContaining("limits.max-new-connections-per-minute: -1 ");
    }

    private static List<String> problems(String key, String value) {
        return Loads.problems(() -> Loads.flags(Map.of(key, value)));
    }
}
