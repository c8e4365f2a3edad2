package dev.ringdown.protocol.bridge;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ringdown.protocol.ProtocolError;
import dev.ringdown.protocol.ProtocolException;

/** Which names the wire can carry: an INFOACK has one a line, with a space behind it. */
final class ClientId {
    static final int MAX_BYTES = 128;

    private static final ProtocolException EMPTY =
            new ProtocolException(ProtocolError.BAD_FIELD, "'clientID' is missing or empty.");
    private static final ProtocolException TOO_LONG = new ProtocolException(
            ProtocolError.BAD_NAME, "A client's name is at most " + MAX_BYTES + " bytes of UTF-8 long.");
    private static final ProtocolException NOT_ALLOWED = new ProtocolException(
            ProtocolError.BAD_NAME, "A client's name has no white space, control characters or broken Unicode in it.");

    private ClientId() {}

    static void check(String text) {
        if (text.isEmpty()) {
            throw EMPTY;
        }
        if (!text.codePoints().allMatch(ClientId::isAllowed)) {
            throw NOT_ALLOWED;
        }
        if (text.length() > MAX_BYTES || text.getBytes(UTF_8).length > MAX_BYTES) {
            throw TOO_LONG;
        }
    }

    private static boolean isAllowed(int codePoint) {
        return !Character.isISOControl(codePoint)
                && !Character.isWhitespace(codePoint)
                && !Character.isSpaceChar(codePoint)
                && Character.getType(codePoint) != Character.SURROGATE;
    }
}
