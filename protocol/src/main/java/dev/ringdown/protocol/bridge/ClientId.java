package dev.ringdown.protocol.bridge;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ringdown.protocol.ProtocolError;
import dev.ringdown.protocol.ProtocolException;

/**
 * Which names the wire can carry: those that stand in a line as they are, between blanks that do not belong to them. Inside
 * a name blanks are fine; in an INFOACK the last one of a line is the one before the address.
 */
final class ClientId {
    static final int MAX_BYTES = 128;

    private static final ProtocolException EMPTY =
            new ProtocolException(ProtocolError.BAD_FIELD, "'clientID' is missing or empty.");
    private static final ProtocolException TOO_LONG = new ProtocolException(
            ProtocolError.BAD_NAME, "A client's name is at most " + MAX_BYTES + " bytes of UTF-8 long.");
    private static final ProtocolException NOT_ALLOWED = new ProtocolException(
            ProtocolError.BAD_NAME,
            "A client's name has no blanks around it, and no line breaks, control characters or broken Unicode in it.");

    private ClientId() {}

    static void check(String text) {
        if (text.isEmpty()) {
            throw EMPTY;
        }
        if (!text.codePoints().allMatch(ClientId::isAllowed) || !text.equals(text.strip())) {
            throw NOT_ALLOWED;
        }
        if (text.length() > MAX_BYTES || text.getBytes(UTF_8).length > MAX_BYTES) {
            throw TOO_LONG;
        }
    }

    private static boolean isAllowed(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE ->
                false;
            default -> true;
        };
    }
}
