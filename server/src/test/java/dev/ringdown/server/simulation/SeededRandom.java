package dev.ringdown.server.simulation;

import java.security.SecureRandom;

/** What the simulated server gets in the place of a {@link SecureRandom}: the same numbers in every run. */
public final class SeededRandom extends SecureRandom {
    private static final long serialVersionUID = 1;
    private static long next;

    private long state = mix(next++);

    /** Begins again: every generator that is made from now on differs from the others of this run. */
    public static void restart(long seed) {
        next = mix(seed);
    }

    private static long mix(long z) {
        long a = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        long b = (a ^ a >>> 27) * 0x94d049bb133111ebL;
        return b ^ b >>> 31;
    }

    @Override
    public void nextBytes(byte[] bytes) {
        for (int i = 0; i < bytes.length; i++) {
            state += 0x9e3779b97f4a7c15L;
            bytes[i] = (byte) mix(state);
        }
    }

    @Override
    public long nextLong() {
        state += 0x9e3779b97f4a7c15L;
        return mix(state);
    }

    @Override
    public int nextInt(int bound) {
        return (int) ((nextLong() >>> 33) % bound);
    }
}
