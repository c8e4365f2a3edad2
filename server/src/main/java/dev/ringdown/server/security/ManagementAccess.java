package dev.ringdown.server.security;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Which requests the management port answers: those whose Host is one that it is known by, and whose Origin, if they have one,
 * is a page of that host. A page of elsewhere can have its own name lead to this port (DNS rebinding), but then its name is
 * what the browser sends. Any thread.
 *
 * <p>Known are {@code localhost}, every address of this machine, and the names that are configured.
 */
public final class ManagementAccess {
    private static final String LOCALHOST = "localhost";

    private final Set<String> names = new HashSet<>(Set.of(LOCALHOST));
    private final Set<InetAddress> addresses = new HashSet<>();
    private final AtomicLong refused = new AtomicLong();

    /**
     * @param hosts names and addresses, such as the one that is listened on
     */
    public ManagementAccess(String managementHost, Collection<String> hosts) {
        List<String> all = new ArrayList<>(hosts);
        all.add(managementHost);
        for (String host : all) {
            String plain = withoutBrackets(host.toLowerCase(Locale.ROOT));
            InetAddress address = NetUtil.createInetAddressFromIpAddressString(plain);
            if (address == null) {
                names.add(plain);
            } else {
                addresses.add(address);
            }
        }
    }

    /**
     * Whether a request is answered; counts it if it is not.
     *
     * @param host its Host; null if it has none, which no browser does
     * @param origins its Origins; empty if a program sent it
     */
    public boolean admits(@Nullable String host, List<String> origins) {
        boolean admitted =
                (host == null || isKnown(hostOf(host))) && origins.stream().allMatch(origin -> isOf(host, origin));
        if (!admitted) {
            refused.incrementAndGet();
        }
        return admitted;
    }

    /** How many requests were not answered. */
    public long refused() {
        return refused.get();
    }

    /** A page of the same host and port, or behind a proxy that changes the Host one of a name that is configured. */
    private boolean isOf(@Nullable String host, String origin) {
        int authority = origin.indexOf("://") + 3;
        if (authority < 3) {
            return false;
        }
        String page = origin.substring(authority);
        return page.equalsIgnoreCase(host) || (!hostOf(page).equals(LOCALHOST) && names.contains(hostOf(page)));
    }

    private boolean isKnown(String host) {
        InetAddress address = NetUtil.createInetAddressFromIpAddressString(host);
        return address == null ? names.contains(host) : addresses.contains(address) || isOfThisMachine(address);
    }

    private static boolean isOfThisMachine(InetAddress address) {
        if (address.isAnyLocalAddress()) {
            return false;
        }
        try {
            return address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException noInterfaces) {
            return false;
        }
    }

    /** The host in lower case, without port, brackets and the dot of the root. */
    private static String hostOf(String authority) {
        int colon = authority.lastIndexOf(':');
        boolean hasPort = colon > authority.lastIndexOf(']');
        String host = withoutBrackets((hasPort ? authority.substring(0, colon) : authority).toLowerCase(Locale.ROOT));
        return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    }

    private static String withoutBrackets(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }
}
