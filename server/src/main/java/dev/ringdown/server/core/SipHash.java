package dev.ringdown.server.core;

import java.security.SecureRandom;

/**
 * SipHash-2-4 (Aumasson and Bernstein, 2012): a hash that nobody can steer who does not have its key. Clients choose room
 * ids, names and, within their networks, addresses; with a hash that they can compute, such as {@link String#hashCode},
 * they could choose thousands that collide, and make every look-up a search. Immutable, any thread.
 */
final class SipHash {
    /** With a random key that is made at start and never leaves the process. */
    static final SipHash OF_PROCESS = random();

    private static final int CHARS_PER_WORD = 4;

    private final long key0;
    private final long key1;

    SipHash(long key0, long key1) {
        this.key0 = key0;
        this.key1 = key1;
    }

    private static SipHash random() {
        SecureRandom random = new SecureRandom();
        return new SipHash(random.nextLong(), random.nextLong());
    }

    /**
     * The hash of a text's UTF-16 code units, little-endian. Not of its UTF-8 bytes: there all unpaired surrogates are one
     * and the same replacement.
     */
    long of(String text) {
        State state = new State();
        int length = text.length();
        int at = 0;
        for (; at + CHARS_PER_WORD <= length; at += CHARS_PER_WORD) {
            state.take(wordAt(text, at, CHARS_PER_WORD));
        }
        return state.end(wordAt(text, at, length - at) | ((long) length * Character.BYTES) << 56);
    }

    /** The hash of a number's eight bytes, little-endian. */
    long of(long number) {
        State state = new State();
        state.take(number);
        return state.end((long) Long.BYTES << 56);
    }

    private static long wordAt(String text, int at, int count) {
        long word = 0;
        for (int i = 0; i < count; i++) {
            word |= (long) text.charAt(at + i) << (i * Character.SIZE);
        }
        return word;
    }

    /** Does not outlive the call that makes it. */
    private final class State {
        private long v0 = key0 ^ 0x736f6d6570736575L;
        private long v1 = key1 ^ 0x646f72616e646f6dL;
        private long v2 = key0 ^ 0x6c7967656e657261L;
        private long v3 = key1 ^ 0x7465646279746573L;

        void take(long word) {
            v3 ^= word;
            round();
            round();
            v0 ^= word;
        }

        long end(long lastWord) {
            take(lastWord);
            v2 ^= 0xff;
            for (int i = 0; i < 4; i++) {
                round();
            }
            return v0 ^ v1 ^ v2 ^ v3;
        }

        private void round() {
            v0 += v1;
            v1 = Long.rotateLeft(v1, 13) ^ v0;
            v0 = Long.rotateLeft(v0, 32);
            v2 += v3;
            v3 = Long.rotateLeft(v3, 16) ^ v2;
            v0 += v3;
            v3 = Long.rotateLeft(v3, 21) ^ v0;
            v2 += v1;
            v1 = Long.rotateLeft(v1, 17) ^ v2;
            v2 = Long.rotateLeft(v2, 32);
        }
    }
}
