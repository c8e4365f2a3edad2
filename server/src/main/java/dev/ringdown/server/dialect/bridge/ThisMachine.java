package dev.ringdown.server.dialect.bridge;

import dev.ringdown.server.dialect.Handshake;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/**
 * Tells whether a handshake comes from a program of this machine. The client's address alone does not say so: a reverse
 * proxy here speaks for clients of everywhere, and a browser here for pages of everywhere.
 */
final class ThisMachine {
    private static final Set<String> LOCAL_NAMES = Set.of("localhost", "127.0.0.1", "[::1]");

    /** What proxies add to a request, of the client they speak for; some add one of these and no other. */
    private static final List<String> OF_PROXIES = List.of(
            "Forwarded",
            "Via",
            "X-Forwarded-For",
            "X-Forwarded-Host",
            "X-Forwarded-Proto",
            "X-Forwarded-Port",
            "X-Forwarded-Server",
            "X-Original-Forwarded-For",
            "X-Real-IP",
            "X-Client-IP",
            "X-Cluster-Client-IP",
            "True-Client-IP",
            "CF-Connecting-IP",
            "CF-Connecting-IPv6",
            "Fastly-Client-IP",
            "Fly-Client-IP",
            "X-Azure-ClientIP",
            "X-Envoy-External-Address");

    private ThisMachine() {}

    /**
     * Whether it came over the loopback, through no proxy that says so, and from no page but this server's own, asked for by a
     * local name. A proxy that says nothing of itself cannot be told from a program here; so the operator has to want this
     * door.
     */
    static boolean sent(Handshake handshake) {
        Handshake.Headers headers = handshake.headers();
        String host = Objects.requireNonNullElse(headers.value("Host"), "");
        String origin = headers.value("Origin");
        return handshake.remote().isLoopbackAddress()
                && OF_PROXIES.stream().allMatch(name -> headers.value(name) == null)
                && (origin == null || (isLocal(host) && isOwn(origin, host)));
    }

    /** A page whose name was made to lead here (DNS rebinding) names a host that is not local. */
    private static boolean isLocal(String host) {
        int colon = host.lastIndexOf(':');
        boolean port = colon > host.lastIndexOf(']');
        return LOCAL_NAMES.contains((port ? host.substring(0, colon) : host).toLowerCase(Locale.ROOT));
    }

    private static boolean isOwn(String origin, String host) {
        try {
            return host.equalsIgnoreCase(URI.create(origin).getRawAuthority());
        } catch (IllegalArgumentException noUrl) {
            return false;
        }
    }
}
