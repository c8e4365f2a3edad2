package dev.ringdown.server.config;

/** Section {@code limits}: how many connections there may be. */
public record LimitSettings(
        @Doc(
                "Connections at once; more are answered with 503 and Retry-After. 0 = what the process's file limit allows.")
        int maxConnections,

        @Doc("Connections at once from one address; more are answered with 429 and Retry-After. 0 = no limit.")
        int maxConnectionsPerAddress,

        @Doc(
                "New connections from one address within a minute; more are answered with 429 and Retry-After. 0 = no limit.")
        int maxNewConnectionsPerMinute,

        @Doc(
                "Whether limits per address hold for loopback and private addresses too. Behind a reverse proxy they must not: all its clients share its address. Of an IPv6 address the first 64 bits count.")
        boolean countPrivateAddresses,

        @Bytes
        @Doc(
                "Bytes that may wait in the whole process, as output that clients have not read, input that is not whole, or messages kept for absent clients. Beyond, new work is refused and the connections that hold most are closed. 0 = a quarter of the memory there is.")
        int maxWaitingBytes) {

    private static final int MOST = 100_000_000;

    public static final LimitSettings DEFAULTS = new LimitSettings(0, 1000, 3000, false, 0);

    /** @throws ConfigurationException naming every component that is out of its range */
    public LimitSettings {
        new Checks("limits")
                .range("max-connections", maxConnections, 0, MOST)
                .range("max-connections-per-address", maxConnectionsPerAddress, 0, MOST)
                .range("max-new-connections-per-minute", maxNewConnectionsPerMinute, 0, MOST)
                .bytes("max-waiting-bytes", maxWaitingBytes, 0, Checks.MAX_BYTES)
                .verify();
    }
}
