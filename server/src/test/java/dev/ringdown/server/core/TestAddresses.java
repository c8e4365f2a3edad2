package dev.ringdown.server.core;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Addresses of different networks on the open internet. */
public final class TestAddresses {
    private static final int NETWORKS = 4;
    private static final InetAddress[] ADDRESSES = new InetAddress[NETWORKS];

    static {
        for (int i = 0; i < NETWORKS; i++) {
            try {
                ADDRESSES[i] = InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, (byte) i});
            } catch (UnknownHostException e) {
                throw new AssertionError(e);
            }
        }
    }

    private TestAddresses() {}

    /** One, always the same object. */
    public static InetAddress of(int network) {
        return ADDRESSES[network];
    }
}
