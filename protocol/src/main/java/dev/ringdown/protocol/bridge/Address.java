package dev.ringdown.protocol.bridge;

import dev.ringdown.protocol.ProtocolError;
import dev.ringdown.protocol.ProtocolException;
import java.util.regex.Pattern;

/**
 * Where somebody listens, or says so. Immutable; making one looks nothing up.
 *
 * @param host an IPv4 address of four decimal numbers, an IPv6 address without brackets and zone, or a host name of
 *     letters, digits, hyphens and dots (RFC 1123 §2.1) that cannot be mistaken for an address
 * @param port 1 to 65535, if one is to connect; what a client announces may be any number
 */
public record Address(String host, int port) {
    private static final ProtocolException NO_HOST = new ProtocolException(
            ProtocolError.BAD_FIELD, "'IP' is not an IPv4 address, an IPv6 address or a host name.");
    private static final ProtocolException NO_NUMBER =
            new ProtocolException(ProtocolError.BAD_FIELD, "'Port' is not a number.");
    private static final ProtocolException NO_PORT =
            new ProtocolException(ProtocolError.BAD_FIELD, "'Port' is not a number from 1 to 65535.");
    private static final ProtocolException NO_ADDRESS =
            new ProtocolException(ProtocolError.BAD_FIELD, "The address is not of the form IP:PORT.");

    private static final int MAX_PORT = 65_535;
    private static final Pattern PORT = Pattern.compile("[1-9][0-9]{0,4}");
    private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]{1,9}");

    /**
     * Checks the host.
     *
     * @throws ProtocolException BAD_FIELD
     */
    public Address {
        if (!Host.isValid(host)) {
            throw NO_HOST;
        }
    }

    /**
     * Reads {@code host:port}, where one can connect to. An IPv6 address may stand in brackets; without them the last colon
     * is the one before the port, which is decimal and without leading zeros.
     *
     * @throws ProtocolException BAD_FIELD
     */
    public static Address parse(String text) {
        String port = text.substring(text.lastIndexOf(':') + 1);
        if (text.indexOf(':') >= 0 && !PORT.matcher(port).matches()) {
            throw NO_PORT;
        }
        Address address = parseAnnounced(text);
        if (address.port > MAX_PORT) {
            throw NO_PORT;
        }
        return address;
    }

    /** As {@link #parse}, with any number for a port. */
    static Address parseAnnounced(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 0) {
            throw NO_ADDRESS;
        }
        String host = text.substring(0, colon);
        boolean bracketed = host.startsWith("[") && host.endsWith("]") && host.indexOf(':') > 0;
        return announced(bracketed ? host.substring(1, host.length() - 1) : host, text.substring(colon + 1));
    }

    /**
     * From the texts of a host and of a port as a client announces them. The older server takes whatever is a number, so
     * this does: with leading zeros, with a sign, outside of the range of ports.
     */
    static Address announced(String host, String port) {
        if (!NUMBER.matcher(port).matches()) {
            throw NO_NUMBER;
        }
        return new Address(host, Integer.parseInt(port));
    }

    /** As {@code host:port}, with an IPv6 address in brackets (RFC 3986 §3.2.2). */
    @Override
    public String toString() {
        return (host.indexOf(':') < 0 ? host : '[' + host + ']') + ':' + port;
    }
}
