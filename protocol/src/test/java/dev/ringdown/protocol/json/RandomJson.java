package dev.ringdown.protocol.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Random;

/** Makes JSON documents, odd but valid, and spoils them. The same seed makes the same documents. */
final class RandomJson {

    private static final String[] KEYS = {
        "type",
        "typ\\u0065",
        "toPeerId",
        "data",
        "d\\u0061ta",
        "client_id",
        "client\\u005fid",
        "sdp",
        "",
        "Type",
        "t\\u0059PE",
        "TOPEERID",
        "Data",
        "CLIENT_id",
        "data.client_id",
        "\\ud83d\\ude00",
        "é",
        "\\\"type\\\""
    };
    private static final String[] TEXT = {
        "\\r\\n", "\\r\\n", "\\n", "\\\\", "\\\"", "\\/", "\\b\\f\\t", "\\u0041", "\\u00e9", "\\ud83d\\ude00",
                "\\ud800", "\\udc00",
        "é", "€", "😀", "{", "}", "[", "]", ":", ",", "#", "a=candidate:1 1 udp 2113937151 ", "]\\r\\n["
    };
    private static final String[] NUMBERS = {
        "0",
        "-0",
        "1",
        "42",
        "-17.25",
        "1e5",
        "1E+05",
        "0.000e-12",
        "12345678901234567890123456789012345678",
        "123456789012345678901234567890123456789",
        "-0.5e-0000000000000000000000000000000000000000001"
    };
    private static final String[] WHITE = {" ", "\n", "\r\n", "\t", "  \t\n"};
    private static final String SPOILERS = "{}[]\",:\\ntfu019.-eE \t\n\0\u001f\u007f/x";

    private final Random random;

    RandomJson(long seed) {
        random = new Random(seed);
    }

    byte[] document() {
        StringBuilder json = new StringBuilder();
        white(json);
        object(json, random.nextInt(50) == 0 ? 18 : 4);
        white(json);
        return json.toString().getBytes(UTF_8);
    }

    /** A document after one to four small accidents. */
    byte[] spoilt() {
        byte[] bytes = document();
        for (int accidents = 1 + random.nextInt(4); accidents > 0 && bytes.length > 0; accidents--) {
            int at = random.nextInt(bytes.length);
            int length = Math.min(bytes.length - at, 1 + random.nextInt(6));
            bytes = switch (random.nextInt(7)) {
                case 0 -> splice(bytes, at, 0, new byte[] {(byte) random.nextInt()});
                case 1 -> splice(bytes, at, 1, new byte[] {(byte) SPOILERS.charAt(random.nextInt(SPOILERS.length()))});
                case 2 -> splice(bytes, at, 0, new byte[] {(byte) SPOILERS.charAt(random.nextInt(SPOILERS.length()))});
                case 3 -> splice(bytes, at, length, new byte[0]);
                case 4 -> splice(bytes, at, 0, java.util.Arrays.copyOfRange(bytes, at, at + length));
                case 5 -> splice(bytes, at, 1, new byte[] {(byte) (bytes[at] ^ 1 << random.nextInt(8))});
                default -> java.util.Arrays.copyOf(bytes, at);
            };
        }
        return bytes;
    }

    /** Bytes of any kind, or of the kind that JSON is made of, in an object's braces more often than not. */
    byte[] bytes() {
        byte[] bytes = new byte[random.nextInt(24)];
        random.nextBytes(bytes);
        if (random.nextInt(4) != 0) {
            for (int at = 0; at < bytes.length; at++) {
                bytes[at] = (byte) SPOILERS.charAt((bytes[at] & 0xFF) % SPOILERS.length());
            }
        }
        if (bytes.length > 1 && random.nextInt(4) != 0) {
            bytes[0] = '{';
            bytes[bytes.length - 1] = '}';
        }
        return bytes;
    }

    private static byte[] splice(byte[] bytes, int at, int removed, byte[] inserted) {
        byte[] spliced = new byte[bytes.length - removed + inserted.length];
        System.arraycopy(bytes, 0, spliced, 0, at);
        System.arraycopy(inserted, 0, spliced, at, inserted.length);
        System.arraycopy(bytes, at + removed, spliced, at + inserted.length, bytes.length - at - removed);
        return spliced;
    }

    private void object(StringBuilder json, int depth) {
        json.append('{');
        for (int member = 0, members = random.nextInt(6); member < members; member++) {
            json.append(member == 0 ? "" : ",");
            white(json);
            json.append('"').append(pick(KEYS)).append('"');
            white(json);
            json.append(':');
            value(json, depth);
        }
        white(json);
        json.append('}');
    }

    private void value(StringBuilder json, int depth) {
        white(json);
        switch (depth > 5 ? 8 : random.nextInt(depth > 0 ? 10 : 7)) {
            case 0, 1, 2, 3 -> string(json);
            case 4, 5 -> json.append(random.nextInt(10) == 0 ? pick(NUMBERS) : Integer.toString(random.nextInt(100)));
            case 6 -> json.append(pick(new String[] {"true", "false", "null"}));
            case 7 -> array(json, depth - 1);
            default -> {
                if (depth > 5) {
                    json.append("[");
                    value(json, depth - 1);
                    json.append("]");
                } else {
                    object(json, depth - 1);
                }
            }
        }
        white(json);
    }

    private void array(StringBuilder json, int depth) {
        json.append('[');
        white(json);
        for (int element = 0, elements = random.nextInt(4); element < elements; element++) {
            json.append(element == 0 ? "" : ",");
            value(json, depth);
        }
        json.append(']');
    }

    private void string(StringBuilder json) {
        json.append('"');
        for (int part = random.nextInt(6); part > 0; part--) {
            json.append("v=0 o=- 4611731400430051336".substring(random.nextInt(27)))
                    .append(pick(TEXT));
        }
        json.append('"');
    }

    private void white(StringBuilder json) {
        if (random.nextInt(6) == 0) {
            json.append(pick(WHITE));
        }
    }

    private String pick(String[] from) {
        return from[random.nextInt(from.length)];
    }
}
