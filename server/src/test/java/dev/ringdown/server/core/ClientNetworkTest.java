package dev.ringdown.server.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ClientNetworkTest {
    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1, true",
        "192.0.2.1, 192.0.2.2, false",
        "2001:db8::1, 2001:db8::ffff:ffff:ffff:ffff, true",
        "2001:db8:0:1::1, 2001:db8:0:2::1, false",
        "::c000:201, 192.0.2.1, false",
        "::ffff:192.0.2.1, 192.0.2.1, true",
        "0.0.0.0, ::, false"
    })
    void anIpv4AddressIsOneNetworkAndTheFirst64BitsOfAnIpv6AddressAre(String one, String other, boolean same)
            throws Exception {
        ClientNetwork network = ClientNetwork.of(InetAddress.getByName(one));
        ClientNetwork otherNetwork = ClientNetwork.of(InetAddress.getByName(other));
        assertThat(network.equals(otherNetwork)).isEqualTo(same);
        if (same) {
            assertThat(network).hasSameHashCodeAs(otherNetwork);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.9.9.9",
                "::1",
                "10.0.0.1",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.1.1",
                "169.254.1.1",
                "fe80::1",
                "fc00::1",
                "fdff::1",
                "100.64.0.1",
                "100.127.255.255"
            })
    void whatIsNotOfTheOpenInternetIsPrivate(String address) throws Exception {
        assertThat(ClientNetwork.isPrivate(InetAddress.getByName(address))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "192.0.2.1",
                "11.0.0.1",
                "172.32.0.1",
                "192.169.0.1",
                "100.63.255.255",
                "100.128.0.1",
                "101.64.0.1",
                "2001:db8::1",
                "fb00::1",
                "fe00::1",
                "6440::1"
            })
    void whatIsOfTheOpenInternetIsNot(String address) throws Exception {
        assertThat(ClientNetwork.isPrivate(InetAddress.getByName(address))).isFalse();
    }

    @Test
    void networksThatCollideElsewhereAreSpread() throws Exception {
        int networks = 1 << 16;
        int[] inPlace = new int[networks];
        for (int i = 0; i < networks; i++) {
            // Inet6Address adds up the four words of an address, so all of these have one hash there
            byte[] address = new byte[16];
            address[0] = 0x20;
            for (int digit = 1; digit < 4; digit++) {
                int value = (i >> (7 * (digit - 1))) & 0x7f;
                address[digit] = (byte) value;
                address[digit + 4] = (byte) (0x7f - value);
            }
            assertThat(InetAddress.getByAddress(address).hashCode()).isEqualTo(0x207f7f7f);
            inPlace[ClientNetwork.of(InetAddress.getByAddress(address)).hashCode() & (networks - 1)]++;
        }
        assertThat(Arrays.stream(inPlace).max().orElseThrow()).isLessThan(20);
    }
}
