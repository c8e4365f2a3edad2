package dev.ringdown.client.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.jspecify.annotations.Nullable;

/**
 * The name of one message, written into its payload: the true sender, the receiver it was meant for, and its number on
 * that way. On the wire 32 characters, {@code ringdown} and three times eight hexadecimal digits (in a candidate it
 * takes the place of the foundation, which may have at most 32).
 */
record MessageTag(int sender, int receiver, int number) {
    static final int LENGTH = 32;

    private static final byte[] MARK = "ringdown".getBytes(US_ASCII);
    private static final byte[] HEX = "0123456789abcdef".getBytes(US_ASCII);

    static void write(byte[] into, int at, int sender, int receiver, int number) {
        System.arraycopy(MARK, 0, into, at, MARK.length);
        writeHex(into, at + 8, sender);
        writeHex(into, at + 16, receiver);
        writeHex(into, at + 24, number);
    }

    /** The tag that begins at {@code at}, or null when there is none. */
    static @Nullable MessageTag read(byte[] bytes, int at, int length) {
        if (at < 0 || at + LENGTH > length || !marked(bytes, at)) {
            return null;
        }
        long sender = readHex(bytes, at + 8);
        long receiver = readHex(bytes, at + 16);
        long number = readHex(bytes, at + 24);
        return (sender | receiver | number) < 0 ? null : new MessageTag((int) sender, (int) receiver, (int) number);
    }

    /** Where the first tag begins, or -1. */
    static int find(byte[] bytes, int length) {
        for (int at = 0; at + LENGTH <= length; at++) {
            if (bytes[at] == MARK[0] && marked(bytes, at)) {
                return at;
            }
        }
        return -1;
    }

    private static boolean marked(byte[] bytes, int at) {
        for (int i = 0; i < MARK.length; i++) {
            if (bytes[at + i] != MARK[i]) {
                return false;
            }
        }
        return true;
    }

    private static void writeHex(byte[] into, int at, int value) {
        for (int i = 0; i < 8; i++) {
            into[at + i] = HEX[(value >>> (28 - 4 * i)) & 15];
        }
    }

    /** The value of eight lower-case digits, or -1: any other spelling is no tag, so a tag has only one. */
    private static long readHex(byte[] bytes, int at) {
        long value = 0;
        for (int i = 0; i < 8; i++) {
            int c = bytes[at + i];
            int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
            if (digit < 0) {
                return -1;
            }
            value = value << 4 | digit;
        }
        return value;
    }
}
