package dev.ringdown.protocol.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ringdown.protocol.ProtocolError;
import dev.ringdown.protocol.ProtocolException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {
    private static final String LONG_LABEL = "a".repeat(64);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "0.0.0.0",
                "255.255.255.255",
                "localhost",
                "a",
                "chat.example.org",
                "xn--bcher-kva.example",
                "3com.example",
                "1.2.3.4.example",
                "::",
                "::1",
                "1::",
                "2001:db8::1",
                "2001:DB8:0:0:0:0:0:1",
                "1:2:3:4:5:6:7::",
                "::ffff:10.0.0.1",
                "1:2:3:4:5:6:10.0.0.1"
            })
    void takesAddressesAndNames(String host) {
        assertThat(new Address(host, 5556).host()).isEqualTo(host);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "127.1",
                "2130706433",
                "0x7f000001",
                "0x7f.1",
                "0x",
                "127.0.0.01",
                "256.0.0.1",
                "1.2.3.4.5",
                "example.1",
                ".",
                "a.",
                ".a",
                "a..b",
                "-a",
                "a-",
                "a_b",
                "a b",
                "a\r\nb",
                "a\nb",
                "a\0b",
                "bücher.example",
                "a/b",
                "a@b",
                "[::1]",
                ":",
                ":::",
                "::1::",
                ":1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1:2:3:4::5:6:7:8",
                "12345::",
                "::g",
                "fe80::1%eth0",
                "10.0.0.1::",
                "::10.0.0.256"
            })
    void refusesWhatCouldMeanSomethingElse(String host) {
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> new Address(host, 5556))
                .satisfies(refused -> assertThat(refused.error()).isEqualTo(ProtocolError.BAD_FIELD));
    }

    @Test
    void refusesLongNames() {
        String longest = (LONG_LABEL.substring(1) + '.').repeat(3) + "a".repeat(61);

        assertThat(new Address(longest, 1).host()).hasSize(253);
        assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> new Address(longest + "a", 1));
        assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> new Address(LONG_LABEL, 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "65536", "-1", "+1", "01", "1 ", "1e3", "０", "٣", "99999999999999999999"})
    void refusesPortsOutsideTheirRange(String port) {
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> Address.parse("127.0.0.1:" + port))
                .satisfies(refused -> assertThat(refused.reason()).contains("Port"));
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:5556, 127.0.0.1, 5556",
        "localhost:1, localhost, 1",
        "[::1]:65535, ::1, 65535",
        "::1:5556, ::1, 5556"
    })
    void readsHostAndPort(String text, String host, int port) {
        assertThat(Address.parse(text)).isEqualTo(new Address(host, port));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "127.0.0.1", "[::1]", "[127.0.0.1]:5556", "[::1:5556", "::1]:5556", ":5556"})
    void refusesWhatIsNotHostAndPort(String text) {
        assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> Address.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:5556", "localhost:1", "[::1]:65535"})
    void writesWhatItReads(String text) {
        assertThat(Address.parse(text)).hasToString(text);
    }
}
