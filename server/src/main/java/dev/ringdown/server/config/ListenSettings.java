package dev.ringdown.server.config;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Section {@code listen}: the addresses, and what carries the bytes. */
public record ListenSettings(
        @Doc("Address of the door for HTTP and WebSocket; 0.0.0.0 means every IPv4 address of the machine.")
        String host,

        @Doc("Port for HTTP and WebSocket; 0 takes any free one. A port in use is a failure at start.")
        int port,

        @Doc("Address of metrics and admin API. Keep it where only operators can reach it.")
        String managementHost,

        @Doc("Port of metrics and admin API; 0 takes any free one, -1 switches them off.")
        int managementPort,

        @Doc("Address of the bridge door, plain TCP.") String bridgeHost,

        @Doc("Port of the bridge door; 0 takes any free one, -1 switches it off.")
        int bridgePort,

        @Doc("Whether each door also has a port of its own, its seed-port; one in use is a failure at start.")
        boolean seedPorts,

        @Doc("What carries the bytes; auto takes the best the machine offers; what the machine lacks is replaced,"
                + " with a warning that says why.")
        Transport transport,

        @Doc(
                "Number of event loops; 0 means one per core, but one in all on two cores, where the kernel's share of the work keeps the other busy.")
        int loops,

        @Doc("Whether the peers of a room are gathered on one event loop, moved there when they join; otherwise"
                + " what they send each other goes from loop to loop. Only epoll moves connections.")
        boolean gatherRooms,

        @Doc("Whether the socket of an upgraded connection leaves its Netty channel, which halves the memory of an idle"
                + " connection. Only epoll can do it, and only such connections migrate.")
        boolean detachSockets,

        @Doc("Connections the kernel may hold until they are accepted; beyond, it drops or delays new ones. The"
                + " kernel may cap it lower.")
        int backlog,

        @Doc("Names by which operators reach the management port, beside localhost, management-host and the"
                + " machine's own addresses. A request with another Host, or with the Origin of another page, is"
                + " answered with 403.")
        List<String> managementHosts,

        @Doc("Connections to the management port at once, beside limits.max-connections; more are answered with 503.")
        int managementConnections,

        @Doc("How long an event loop may run nothing, or memory be used up, until the process ends with status 70,"
                + " for a supervisor to start it anew. 0 = for ever.")
        Duration stuckTimeout) {

    private static final Set<String> EVERY_ADDRESS = Set.of("0.0.0.0", "::", "[::]", "0:0:0:0:0:0:0:0");
    private static final Pattern HOST_NAME = Pattern.compile("[A-Za-z0-9._-]+|\\[?[0-9A-Fa-f:.]+]?");
    private static final String HOST = "an address or a host name";

    public static final ListenSettings DEFAULTS = new ListenSettings(
            "0.0.0.0",
            8080,
            "127.0.0.1",
            9090,
            "127.0.0.1",
            5555,
            false,
            Transport.AUTO,
            0,
            true,
            true,
            4096,
            List.of(),
            16,
            Duration.ofSeconds(30));

    /** What carries the bytes. */
    public enum Transport {
        /** The best that the machine offers. */
        AUTO,
        /** Linux epoll, native. */
        EPOLL,
        /** Linux io_uring, native. */
        IO_URING,
        /** Plain Java, everywhere. */
        NIO
    }

    /** @throws ConfigurationException naming every component that is out of its range */
    public ListenSettings {
        managementHosts = List.copyOf(managementHosts);
        new Checks("listen")
                .notBlank("host", host, HOST)
                .range("port", port, 0, 65535)
                .notBlank("management-host", managementHost, HOST)
                .range("management-port", managementPort, -1, 65535)
                .notBlank("bridge-host", bridgeHost, HOST)
                .range("bridge-port", bridgePort, -1, 65535)
                .range("loops", loops, 0, 1024)
                .range("backlog", backlog, 1, 1 << 20)
                .that(
                        managementHosts.stream()
                                .allMatch(name -> HOST_NAME.matcher(name).matches()),
                        "management-hosts",
                        managementHosts,
                        "host names or addresses, without a port")
                .range("management-connections", managementConnections, 1, 10_000)
                .timeOrZero("stuck-timeout", stuckTimeout)
                .that(
                        !clash(host, port, managementHost, managementPort),
                        "management-port",
                        managementPort,
                        "another than listen.port",
                        "port",
                        "host",
                        "management-host")
                .that(
                        !clash(host, port, bridgeHost, bridgePort),
                        "bridge-port",
                        bridgePort,
                        "another than listen.port",
                        "port",
                        "host",
                        "bridge-host")
                .that(
                        !clash(managementHost, managementPort, bridgeHost, bridgePort),
                        "bridge-port",
                        bridgePort,
                        "another than listen.management-port",
                        "management-port",
                        "management-host",
                        "bridge-host")
                .verify();
    }

    /** The number of event loops to start on this machine. */
    public int loopCount() {
        int cores = Runtime.getRuntime().availableProcessors();
        int unlessSet = cores == 2 ? 1 : cores;
        return loops == 0 ? unlessSet : loops;
    }

    private static boolean clash(String host, int port, String otherHost, int otherPort) {
        boolean sameHost = host.equals(otherHost) || EVERY_ADDRESS.contains(host) || EVERY_ADDRESS.contains(otherHost);
        return port > 0 && port == otherPort && sameHost;
    }
}
