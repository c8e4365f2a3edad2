package dev.ringdown.protocol.bridge;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ringdown.protocol.ProtocolError;
import dev.ringdown.protocol.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The lines of one request or response: the first says what it is, the others are headers or, in an INFOACK, entries.
 *
 * @param verb the first line
 * @param rest the lines behind it, none of them empty
 */
record Block(String verb, List<String> rest) {
    private static final ProtocolException TOO_LONG =
            new ProtocolException(ProtocolError.LIMIT, "The message is too long.");
    private static final ProtocolException NOT_UTF8 =
            new ProtocolException(ProtocolError.BAD_UTF8, "The message is not UTF-8.");
    private static final ProtocolException CONTROL =
            new ProtocolException(ProtocolError.BAD_FIELD, "There is a control character in the message.");
    private static final ProtocolException EMPTY =
            new ProtocolException(ProtocolError.MISSING_TYPE, "The message is empty.");
    private static final ProtocolException INNER_EMPTY_LINE =
            new ProtocolException(ProtocolError.BAD_FIELD, "There is an empty line inside the message.");
    private static final ProtocolException NO_COLON =
            new ProtocolException(ProtocolError.BAD_FIELD, "A header is not of the form 'name: value'.");

    /**
     * Takes a block apart. Lines end in CRLF or LF, the last may have no end; one empty line may stand at the end.
     *
     * @throws ProtocolException LIMIT, BAD_UTF8, MISSING_TYPE or BAD_FIELD
     */
    static Block parse(byte[] bytes, int offset, int length, int maxBytes) {
        if (length > maxBytes) {
            throw TOO_LONG;
        }
        List<String> lines = lines(decode(bytes, offset, length));
        if (lines.isEmpty()) {
            throw EMPTY;
        }
        if (lines.contains("")) {
            throw INNER_EMPTY_LINE;
        }
        return new Block(lines.get(0).strip(), lines.subList(1, lines.size()));
    }

    private static String decode(byte[] bytes, int offset, int length) {
        try {
            return UTF_8.newDecoder()
                    .decode(ByteBuffer.wrap(bytes, offset, length))
                    .toString();
        } catch (CharacterCodingException e) {
            throw NOT_UTF8;
        }
    }

    private static List<String> lines(String text) {
        List<String> lines = new ArrayList<>();
        int start = 0;
        while (start < text.length()) {
            int feed = text.indexOf('\n', start);
            int end = feed < 0 ? text.length() : feed;
            int behind = end > start && text.charAt(end - 1) == '\r' ? end - 1 : end;
            String line = text.substring(start, behind);
            if (line.chars().anyMatch(c -> c != '\t' && Character.isISOControl(c))) {
                throw CONTROL;
            }
            lines.add(line);
            start = end + 1;
        }
        if (!lines.isEmpty() && lines.get(lines.size() - 1).isEmpty()) {
            lines.remove(lines.size() - 1);
        }
        return lines;
    }

    /**
     * The headers by name in lower case, values without the blanks around them; of two with one name the last counts.
     *
     * @throws ProtocolException BAD_FIELD for a line without a colon
     */
    Map<String, String> headers() {
        Map<String, String> headers = new HashMap<>();
        for (String line : rest) {
            int colon = line.indexOf(':');
            if (colon < 0) {
                throw NO_COLON;
            }
            String name = line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
            headers.put(name, line.substring(colon + 1).strip());
        }
        return headers;
    }

    /** The text with a space in place of each character that could end a line or move a cursor. */
    static String oneLine(String text) {
        StringBuilder line = new StringBuilder(text.length());
        text.codePoints()
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE ? ' ' : c)
                .forEach(line::appendCodePoint);
        return line.toString().strip();
    }
}
