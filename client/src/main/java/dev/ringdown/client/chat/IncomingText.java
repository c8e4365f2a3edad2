package dev.ringdown.client.chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes lines of the bytes of a peer, which come in pieces of any size. A character whose bytes are in two pieces is put
 * together; what is no UTF-8 becomes {@code U+FFFD}. Empty lines are left out. Confined to one thread.
 */
final class IncomingText {
    /** A line this long, in chars, is shown in parts: a peer that never ends one must not fill the memory. */
    static final int MAX_LINE = 16_384;

    private static final int LONGEST_CHARACTER_BYTES = 4;

    private final CharsetDecoder decoder = UTF_8.newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    private final StringBuilder begun = new StringBuilder();
    private ByteBuffer split = ByteBuffer.allocate(0);

    /** Whether a line has begun that nothing has ended yet. */
    boolean hasBegun() {
        return !begun.isEmpty();
    }

    /** Takes the next piece and returns the lines that end in it. The array is not kept. */
    List<String> add(byte[] piece, int length) {
        ByteBuffer bytes = ByteBuffer.allocate(split.remaining() + length)
                .put(split)
                .put(piece, 0, length)
                .flip();
        decode(bytes, false);
        split = bytes;
        List<String> lines = new ArrayList<>();
        int start = 0;
        for (int feed = begun.indexOf("\n"); feed >= 0; feed = begun.indexOf("\n", start)) {
            addLine(lines, begun.substring(start, feed));
            start = feed + 1;
        }
        begun.delete(0, start);
        if (begun.length() >= MAX_LINE) {
            lines.addAll(rest());
        }
        return lines;
    }

    /** Ends the line that has begun, as if the peer had. */
    List<String> rest() {
        List<String> lines = new ArrayList<>();
        addLine(lines, begun.toString());
        begun.setLength(0);
        return lines;
    }

    /** Ends the text: a character that isn't whole will not be. */
    List<String> end() {
        decode(split, true);
        return rest();
    }

    private void decode(ByteBuffer bytes, boolean end) {
        CharBuffer chars = CharBuffer.allocate(bytes.remaining() + LONGEST_CHARACTER_BYTES);
        decoder.decode(bytes, chars, end);
        begun.append(chars.flip());
    }

    private static void addLine(List<String> lines, String line) {
        String content = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
        if (!content.isEmpty()) {
            lines.add(content);
        }
    }
}
