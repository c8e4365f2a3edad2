package dev.ringdown.protocol.bridge;

import dev.ringdown.protocol.ProtocolError;
import dev.ringdown.protocol.ProtocolException;

/**
 * Where somebody listens. Immutable; making one looks nothing up.
 *
 * @param host an IPv4 address of four decimal numbers, an IPv6 address without brackets and zone, or a host name of
 *     letters, digits, hyphens and dots (RFC 1123 §2.1) that cannot be mistaken for an address
 * @param port 1 to 65535
 */
public record Address(String host, int port) {
    private static final ProtocolException NO_HOST = new ProtocolException(
            ProtocolError.BAD_FIELD, "'IP' is not an IPv4 address, an IPv6 address or a host name.");
    private static final ProtocolException NO_PORT =
            new ProtocolException(ProtocolError.BAD_FIELD, "'Port' is not a number from 1 to 65535.");
    private static final ProtocolException NO_ADDRESS =
            new ProtocolException(ProtocolError.BAD_FIELD, "The address is not of the form IP:PORT.");

    private static final int MAX_PORT = 65_535;
    private static final int MAX_PORT_DIGITS = 5;

    /**
     * Checks both.
     *
     * @throws ProtocolException BAD_FIELD
     */
    public Address {
        if (!Host.isValid(host)) {
            throw NO_HOST;
        }
        if (port < 1 || port > MAX_PORT) {
            throw NO_PORT;
        }
    }

    /**
     * Reads {@code host:port}. An IPv6 address may stand in brackets; without them the last colon is the one before the
     * port.
     *
     * @throws ProtocolException BAD_FIELD
     */
    public static Address parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 0) {
            throw NO_ADDRESS;
        }
        String host = text.substring(0, colon);
        boolean bracketed = host.startsWith("[") && host.endsWith("]") && host.indexOf(':') > 0;
        return of(bracketed ? host.substring(1, host.length() - 1) : host, text.substring(colon + 1));
    }

    /** From the texts of a host and of a port, which is decimal and without leading zeros. */
    public static Address of(String host, String port) {
        boolean number = !port.isEmpty()
                && port.length() <= MAX_PORT_DIGITS
                && port.charAt(0) != '0'
                && port.chars().allMatch(c -> c >= '0' && c <= '9');
        return new Address(host, number ? Integer.parseInt(port) : 0);
    }

    /** As {@code host:port}, with an IPv6 address in brackets (RFC 3986 §3.2.2). */
    @Override
    public String toString() {
        return (host.indexOf(':') < 0 ? host : '[' + host + ']') + ':' + port;
    }
}
