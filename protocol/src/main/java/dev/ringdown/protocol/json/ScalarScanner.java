package dev.ringdown.protocol.json;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;

/** Finds the end of a JSON number or literal (RFC 8259, 3 and 6). */
final class ScalarScanner {

    private static final byte[] TRUE = "true".getBytes(US_ASCII);
    private static final byte[] FALSE = "false".getBytes(US_ASCII);
    private static final byte[] NULL = "null".getBytes(US_ASCII);

    private ScalarScanner() {}

    /**
     * Reads one number or literal.
     *
     * @param from where the value begins, before {@code end}
     * @param end where the document ends
     * @return the position after the value
     */
    static int scan(byte[] bytes, int from, int end, int maxNumberLength) {
        return switch (bytes[from]) {
            case 't' -> literal(bytes, from, end, TRUE);
            case 'f' -> literal(bytes, from, end, FALSE);
            case 'n' -> literal(bytes, from, end, NULL);
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> {
                int after = number(bytes, from, end);
                if (after - from > maxNumberLength) {
                    throw Refusals.NUMBER_TOO_LONG;
                }
                yield after;
            }
            default -> throw Refusals.VALUE_EXPECTED;
        };
    }

    private static int literal(byte[] bytes, int from, int end, byte[] literal) {
        int after = from + literal.length;
        if (after > end || !Arrays.equals(bytes, from, after, literal, 0, literal.length)) {
            throw Refusals.VALUE_EXPECTED;
        }
        return after;
    }

    private static int number(byte[] bytes, int from, int end) {
        int at = bytes[from] == '-' ? from + 1 : from;
        at = at < end && bytes[at] == '0' ? at + 1 : digits(bytes, at, end);
        if (at < end && bytes[at] == '.') {
            at = digits(bytes, at + 1, end);
        }
        if (at < end && (bytes[at] | 0x20) == 'e') {
            at++;
            if (at < end && (bytes[at] == '+' || bytes[at] == '-')) {
                at++;
            }
            at = digits(bytes, at, end);
        }
        return at;
    }

    private static int digits(byte[] bytes, int from, int end) {
        int at = from;
        while (at < end && bytes[at] >= '0' && bytes[at] <= '9') {
            at++;
        }
        if (at == from) {
            throw Refusals.BAD_NUMBER;
        }
        return at;
    }
}
