package dev.ringdown.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EnvironmentSourceTest {
    @Test
    void readsListsAndRecordsAsJson() {
        Configuration configuration = Loads.environment(Map.of(
                "RINGDOWN_WEBSOCKET_ALLOWED_ORIGINS", "[\"https://app.example\"]",
                "RINGDOWN_ICE_SERVERS", "[{\"urls\": [\"stun:a\"]}]"));

        assertThat(configuration.websocket().allowedOrigins()).containsExactly("https://app.example");
        assertThat(configuration.iceServers()).containsExactly(new IceServer(List.of("stun:a"), null, null));
    }

    @Test
    void ignoresVariablesThatAreNoSettings() {
        Map<String, String> environment = Map.of(
                "PATH", "/bin",
                "ringdown_listen_port", "x",
                "RINGDOWN_JAVA_HOME", "/opt/jdk",
                "RINGDOWN_CMD", "x",
                "RINGDOWN_SCREENSHOTS", "x",
                "RINGDOWN_SERVICE_HOST", "10.0.0.1",
                "RINGDOWN_SERVICE_PORT_HTTP", "8080",
                "RINGDOWN_PORT", "tcp://10.0.0.1:8080",
                "RINGDOWN_PORT_8080_TCP", "tcp://10.0.0.1:8080",
                "RINGDOWN_PORT_8080_TCP_ADDR", "10.0.0.1");

        assertThat(Loads.environment(environment)).isEqualTo(Configuration.DEFAULTS);
    }

    @Test
    void unknownVariableNamesTheNearest() {
        assertThat(problems("RINGDOWN_LISTN_PORT", "1"))
                .containsExactly(
                        "RINGDOWN_LISTN_PORT: unknown (did you mean RINGDOWN_LISTEN_PORT?), in the environment");
        assertThat(problems("RINGDOWN_PORT", "8080"))
                .containsExactly("RINGDOWN_PORT: unknown (did you mean RINGDOWN_LISTEN_PORT?), in the environment");
    }

    @Test
    void badValueNamesKeyAndVariable() {
        assertThat(problems("RINGDOWN_HTTP_HANDSHAKE_TIMEOUT", "10"))
                .containsExactly("http.handshake-timeout: 10 (expected: a time such as 500ms, 25s or 2m), in the"
                        + " environment as RINGDOWN_HTTP_HANDSHAKE_TIMEOUT");
        assertThat(problems("RINGDOWN_LISTEN_PORT", ""))
                .containsExactly(
                        "listen.port: \"\" (expected: a whole number), in the environment as RINGDOWN_LISTEN_PORT");
        assertThat(problems("RINGDOWN_LISTEN_PORT", "70000"))
                .containsExactly(
                        "listen.port: 70000 (expected: 0 to 65535), in the environment as RINGDOWN_LISTEN_PORT");
    }

    @Test
    void badJsonIsRefusedWithoutShowingIt() {
        assertThat(problems("RINGDOWN_ICE_SERVERS", "[{\"credential\": swordfish}]"))
                .singleElement()
                .asString()
                .startsWith("ice-servers: no valid JSON at its character ")
                .endsWith(" (expected: a list as JSON), in the environment as RINGDOWN_ICE_SERVERS")
                .doesNotContain("swordfish");
        assertThat(problems("RINGDOWN_ICE_SERVERS", ""))
                .containsExactly("ice-servers: not one value (expected: a list as JSON), in the environment as"
                        + " RINGDOWN_ICE_SERVERS");
        assertThat(problems("RINGDOWN_ICE_SERVERS", "[] []"))
                .containsExactly("ice-servers: not one value (expected: a list as JSON), in the environment as"
                        + " RINGDOWN_ICE_SERVERS");
        assertThat(problems("RINGDOWN_ICE_SERVERS", "[{\"urls\": [\"stun:a\"], \"urls\": []}]"))
                .containsExactly("ice-servers[0].urls: set twice, in the environment as RINGDOWN_ICE_SERVERS");
        assertThat(problems("RINGDOWN_ICE_SERVERS", "{}"))
                .containsExactly(
                        "ice-servers: a mapping (expected: a list), in the environment as RINGDOWN_ICE_SERVERS");
    }

    private static List<String> problems(String variable, String text) {
        return Loads.problems(() -> Loads.environment(Map.of(variable, text)));
    }
}
