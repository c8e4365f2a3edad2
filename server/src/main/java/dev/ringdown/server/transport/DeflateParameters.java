package dev.ringdown.server.transport;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A client's offer of permessage-deflate, as far as the server takes it (RFC 7692 §7.1).
 *
 * @param serverWindowBits the largest window the client accepts from the server; 0 if it did not say
 * @param clientNoContextTakeover whether the client starts each message afresh
 */
record DeflateParameters(int serverWindowBits, boolean clientNoContextTakeover) {
    private static final String NAME = "permessage-deflate";
    private static final int DEFAULT_WINDOW_BITS = 15;

    /**
     * The first offer that can be taken, of all that the client made in order of preference. An offer that breaks the
     * rules of §7.1 is declined alone, not the handshake.
     *
     * @param headers the values of Sec-WebSocket-Extensions
     * @return null if there is none
     */
    static @Nullable DeflateParameters firstIn(List<String> headers) {
        for (String header : headers) {
            for (String offer : header.split(",", -1)) {
                DeflateParameters taken = parse(offer.split(";", -1));
                if (taken != null) {
                    return taken;
                }
            }
        }
        return null;
    }

    /** The server's answer, the value of Sec-WebSocket-Extensions. */
    String answer() {
        List<String> answer = new ArrayList<>(List.of(NAME, "server_no_context_takeover"));
        if (clientNoContextTakeover) {
            answer.add("client_no_context_takeover");
        }
        if (serverWindowBits != 0) {
            answer.add("server_max_window_bits=" + serverWindowBits);
        }
        return String.join("; ", answer);
    }

    /** The window that the server may use, in bits. */
    int windowBits() {
        return serverWindowBits == 0 ? DEFAULT_WINDOW_BITS : serverWindowBits;
    }

    private static @Nullable DeflateParameters parse(String[] parts) {
        if (!parts[0].strip().equalsIgnoreCase(NAME)) {
            return null;
        }
        int serverWindowBits = 0;
        boolean clientNoContextTakeover = false;
        Set<String> seen = new HashSet<>();
        for (int i = 1; i < parts.length; i++) {
            int equals = parts[i].indexOf('=');
            String name = (equals < 0 ? parts[i] : parts[i].substring(0, equals))
                    .strip()
                    .toLowerCase(Locale.ROOT);
            String value =
                    equals < 0 ? null : unquote(parts[i].substring(equals + 1).strip());
            boolean good = seen.add(name)
                    && switch (name) {
                        case "server_max_window_bits" -> value != null && isWindowBits(value);
                        case "client_max_window_bits" -> value == null || isWindowBits(value);
                        case "server_no_context_takeover", "client_no_context_takeover" -> value == null;
                        default -> false;
                    };
            if (!good) {
                return null;
            }
            if (name.equals("server_max_window_bits") && value != null) {
                serverWindowBits = Integer.parseInt(value);
            }
            clientNoContextTakeover |= name.equals("client_no_context_takeover");
        }
        return new DeflateParameters(serverWindowBits, clientNoContextTakeover);
    }

    private static boolean isWindowBits(String value) {
        return value.equals("8") || value.equals("9") || value.matches("1[0-5]");
    }

    private static String unquote(String value) {
        return value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"")
                ? value.substring(1, value.length() - 1)
                : value;
    }
}
