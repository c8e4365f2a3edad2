package dev.ringdown.benchmarks;

import java.nio.ByteBuffer;

/** Makes frames as a client sends them (RFC 6455 §5.2): final, text, masked. Pure functions, any thread. */
public final class MaskedFrame {
    private static final int FINAL_TEXT = 0x81;
    private static final int MASKED = 0x80;
    private static final byte[] MASK = {0x5a, (byte) 0xc3, 0x17, (byte) 0x88};

    private MaskedFrame() {}

    /**
     * One message as one frame.
     *
     * @param message in UTF-8, up to 65535 bytes
     */
    public static byte[] of(byte[] message) {
        boolean isShort = message.length < 126;
        ByteBuffer frame = ByteBuffer.allocate((isShort ? 6 : 8) + message.length);
        frame.put((byte) FINAL_TEXT);
        if (isShort) {
            frame.put((byte) (MASKED | message.length));
        } else {
            frame.put((byte) (MASKED | 126)).putShort((short) message.length);
        }
        frame.put(MASK);
        for (int i = 0; i < message.length; i++) {
            frame.put((byte) (message[i] ^ MASK[i % MASK.length]));
        }
        return frame.array();
    }
}
