package dev.ringdown.server.core;

import io.netty.util.NetUtil;
import java.net.InetAddress;

/** How an address is written for people and other programs. No state. */
public final class IpText {
    private IpText() {}

    /** The address in its usual short form, without a scope: {@code 192.0.2.1}, {@code 2001:db8::1} (RFC 5952). */
    public static String of(InetAddress address) {
        return NetUtil.toAddressString(address);
    }
}
