package dev.ringdown.server.transport;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** The client's side of permessage-deflate (RFC 7692 §7.2), for tests: plain, and with zlib's context kept throughout. */
final class RawDeflate implements AutoCloseable {
    private static final byte[] TAIL = {0, 0, (byte) 0xff, (byte) 0xff};

    private final Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);

    /** Compresses a message; the window goes on from the one before. */
    byte[] compress(byte[] message) {
        deflater.setInput(message);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] step = new byte[64 * 1024];
        int count;
        do {
            count = deflater.deflate(step, 0, step.length, Deflater.SYNC_FLUSH);
            out.write(step, 0, count);
        } while (count == step.length);
        byte[] compressed = out.toByteArray();
        if (compressed.length == 0) {
            // zlib has nothing to flush a second time: the empty block of §7.2.3.6
            return new byte[1];
        }
        return Arrays.copyOf(compressed, compressed.length - TAIL.length);
    }

    /** Inflates a message that refers to none before it; what was written behind it is an error. */
    static byte[] inflate(byte[] compressed) {
        Inflater inflater = new Inflater(true);
        try {
            byte[] input = Arrays.copyOf(compressed, compressed.length + TAIL.length);
            System.arraycopy(TAIL, 0, input, compressed.length, TAIL.length);
            inflater.setInput(input);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] step = new byte[64 * 1024];
            while (!inflater.needsInput() && !inflater.finished()) {
                out.write(step, 0, inflater.inflate(step));
            }
            return out.toByteArray();
        } catch (DataFormatException e) {
            throw new AssertionError("The server's message does not inflate", e);
        } finally {
            inflater.end();
        }
    }

    @Override
    public void close() {
        deflater.end();
    }
}
