package dev.ringdown.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringdown.server.support.HttpAnswer;
import dev.ringdown.server.support.RawSocket;
import dev.ringdown.server.support.RunningServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The management port answers those who call it by its name, and no page of elsewhere. */
final class ManagementAccessTest {
    private static final String REFUSED = "ringdown_management_refused_total";

    @RegisterExtension
    static final RunningServer SERVER =
            RunningServer.with("listen.management-hosts", "[\"ops.example\", \"192.0.2.7\"]");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "localhost:9090",
                "LOCALHOST.",
                "127.0.0.1:1",
                "127.1.2.3",
                "[::1]:9090",
                "[::ffff:127.0.0.1]",
                "ops.example",
                "Ops.Example:443",
                "192.0.2.7:80"
            })
    void answersWhoKnowsItsName(String host) throws IOException {
        assertThat(ask("GET /healthz HTTP/1.1\r\nHost: " + host).status()).isEqualTo(200);
    }

    @Test
    void answersToEveryAddressOfItsMachine() throws IOException {
        for (NetworkInterface each : NetworkInterface.networkInterfaces().toList()) {
            List<InetAddress> addresses = each.getInterfaceAddresses().stream()
                    .map(InterfaceAddress::getAddress)
                    .filter(address -> !address.isLinkLocalAddress())
                    .toList();
            for (InetAddress address : addresses) {
                String text = address.getHostAddress();
                String host = text.contains(":") ? "[" + text.replaceAll("%.*", "") + "]" : text;
                assertThat(ask("GET /healthz HTTP/1.1\r\nHost: " + host).status())
                        .as(host)
                        .isEqualTo(200);
            }
        }
    }

    @Test
    void answersAProgramOfOldThatNamesNoHost() throws IOException {
        assertThat(ask("GET /healthz HTTP/1.0").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rebound.attacker.example:9090",
                "localhost.attacker.example",
                "notlocalhost",
                "xops.example",
                "203.0.113.9",
                "0.0.0.0:9090",
                "[2001:db8::1]:9090",
                "[::1",
                ":9090",
                "localhost@attacker.example"
            })
    void refusesAndCountsWhoCallsItByAnotherName(String host) throws IOException {
        long before = SERVER.metric(REFUSED);
        for (String line : List.of("GET /rooms", "GET /metrics", "GET /nowhere", "DELETE /rooms/abcdef/peers/x")) {
            HttpAnswer answer = ask(line + " HTTP/1.1\r\nHost: " + host);
            assertThat(answer.status()).as(line).isEqualTo(403);
            assertThat(answer.body()).doesNotContain("ringdown_", "rooms\":");
        }
        assertThat(SERVER.metric(REFUSED)).isEqualTo(before + 4);
    }

    @ParameterizedTest
    @CsvSource({
        "localhost:9090, http://localhost:9090",
        "127.0.0.1:9090, http://127.0.0.1:9090",
        "ops.example, https://ops.example",
        "localhost:9090, https://ops.example:8443"
    })
    void answersItsOwnPages(String host, String origin) throws IOException {
        assertThat(ask("GET /rooms HTTP/1.1\r\nHost: " + host + "\r\nOrigin: " + origin)
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "localhost:9090, http://attacker.example",
        "localhost:9090, http://localhost:8080",
        "127.0.0.1:9090, http://localhost:9090",
        "localhost:9090, null",
        "localhost:9090, http://ops.example.attacker.example",
        "localhost:9090, ops.example"
    })
    void refusesAndCountsPagesOfElsewhere(String host, String origin) throws IOException {
        long before = SERVER.metric(REFUSED);
        for (String method : List.of("GET", "DELETE")) {
            assertThat(ask(method + " /rooms/abcdef/peers/x HTTP/1.1\r\nHost: " + host + "\r\nOrigin: " + origin)
                            .status())
                    .isEqualTo(403);
        }
        assertThat(SERVER.metric(REFUSED)).isEqualTo(before + 2);
    }

    @Test
    void refusesARequestWithAGoodAndABadOrigin() throws IOException {
        assertThat(ask("GET /rooms HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\nOrigin: http://a.example")
                        .status())
                .isEqualTo(403);
    }

    private static HttpAnswer ask(String head) throws IOException {
        try (RawSocket socket = RawSocket.connect(SERVER.managementAddress())) {
            socket.write(head + "\r\n\r\n");
            return socket.readResponse();
        }
    }
}
