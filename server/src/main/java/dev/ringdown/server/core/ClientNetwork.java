package dev.ringdown.server.core;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What limits per address count by: an IPv4 address, or the first 64 bits of an IPv6 address, since one customer has all
 * addresses behind these to himself. Its hash is {@link SipHash keyed}, so nobody can choose networks that collide.
 * Immutable, any thread.
 */
public final class ClientNetwork {
    private final boolean isIpv6;
    private final long prefix;
    private final int hash;

    private ClientNetwork(boolean isIpv6, long prefix) {
        this.isIpv6 = isIpv6;
        this.prefix = prefix;
        this.hash = Long.hashCode(SipHash.OF_PROCESS.of(prefix));
    }

    /** The network of a client's address. */
    public static ClientNetwork of(InetAddress address) {
        ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
        return address instanceof Inet6Address
                ? new ClientNetwork(true, bytes.getLong())
                : new ClientNetwork(false, bytes.getInt());
    }

    /**
     * Whether an address is not one of the open internet: loopback, link-local, private (RFC 1918, RFC 4193), or shared by a
     * provider with its own systems (RFC 6598). Behind such an address are often many clients, namely all of a reverse
     * proxy.
     */
    public static boolean isPrivate(InetAddress address) {
        if (address.isLoopbackAddress() || address.isLinkLocalAddress() || address.isSiteLocalAddress()) {
            return true;
        }
        byte[] bytes = address.getAddress();
        return address instanceof Inet6Address
                ? (bytes[0] & 0xfe) == 0xfc
                : bytes[0] == 100 && (bytes[1] & 0xc0) == 0x40;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ClientNetwork network && prefix == network.prefix && isIpv6 == network.isIpv6;
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
