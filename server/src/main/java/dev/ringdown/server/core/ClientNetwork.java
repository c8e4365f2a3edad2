package dev.ringdown.server.core;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** What an address says about who is behind it. */
final class ClientNetwork {
    private static final int UNIQUE_LOCAL_MASK = 0xfe;
    private static final int UNIQUE_LOCAL = 0xfc;

    private ClientNetwork() {}

    /** What one customer has to himself: an IPv4 address, or the first 64 bits of an IPv6 address. */
    static InetAddress of(InetAddress address) {
        if (!(address instanceof Inet6Address)) {
            return address;
        }
        byte[] bits = address.getAddress();
        Arrays.fill(bits, 8, 16, (byte) 0);
        try {
            return InetAddress.getByAddress(bits);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("16 bytes are an address", e);
        }
    }

    /** Whether this is the address of this machine or of a private network: then it may be a proxy, with many clients behind. */
    static boolean isPrivate(InetAddress address) {
        return address.isLoopbackAddress()
                || address.isSiteLocalAddress()
                || address.isLinkLocalAddress()
                || (address instanceof Inet6Address && (address.getAddress()[0] & UNIQUE_LOCAL_MASK) == UNIQUE_LOCAL);
    }
}
