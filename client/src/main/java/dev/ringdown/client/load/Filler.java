package dev.ringdown.client.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.SplittableRandom;

/**
 * The bytes that bring a message to its size: different for every message, and known to the receiver from the
 * {@link MessageTag} alone. In descriptions they form lines of 64 bytes that end in {@code \r\n} escapes, as in real SDP.
 */
final class Filler {
    /** The longest filler, in bytes. */
    static final int MAX_LENGTH = 1 << 16;

    private static final int LINE = 64;
    private static final int STARTS = 4096;
    private static final byte[] PLAIN = new byte[MAX_LENGTH + STARTS];
    private static final byte[] LINES;

    static {
        byte[] alphabet = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 .:-=/+".getBytes(US_ASCII);
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < PLAIN.length; i++) {
            PLAIN[i] = alphabet[random.nextInt(alphabet.length)];
        }
        LINES = PLAIN.clone();
        byte[] end = "\\r\\n".getBytes(US_ASCII);
        for (int line = 0; line + LINE <= LINES.length; line += LINE) {
            LINES[line] = 'a';
            LINES[line + 1] = '=';
            System.arraycopy(end, 0, LINES, line + LINE - end.length, end.length);
        }
    }

    private Filler() {}

    static void write(byte[] into, int at, int length, MessageKind kind, int sender, int number) {
        int start = (sender * 0x9E3779B1 + number * 0x85EBCA6B) >>> 20;
        int lines = kind == MessageKind.CANDIDATE ? 0 : length / LINE * LINE;
        System.arraycopy(LINES, start / LINE * LINE, into, at, lines);
        System.arraycopy(PLAIN, start, into, at + lines, length - lines);
    }
}
