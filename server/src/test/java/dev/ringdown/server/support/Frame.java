package dev.ringdown.server.support;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A WebSocket frame as a test wants it: right, until a method bends it. Immutable. Shares no code with the server, so
 * that both cannot be wrong in the same way.
 */
public final class Frame {
    public static final int CONTINUATION = 0;
    public static final int TEXT = 1;
    public static final int BINARY = 2;
    public static final int CLOSE = 8;
    public static final int PING = 9;
    public static final int PONG = 10;

    /** RSV1, as {@link #reserved} takes it. */
    public static final int RSV1 = 4;

    private static final byte[] MASK = {0x5a, (byte) 0xc3, 0x17, (byte) 0x88};

    private final boolean fin;
    private final int reserved;
    private final int opcode;
    private final byte[] payload;

    private Frame(boolean fin, int reserved, int opcode, byte[] payload) {
        this.fin = fin;
        this.reserved = reserved;
        this.opcode = opcode;
        this.payload = payload;
    }

    /** A final frame. */
    public static Frame of(int opcode, byte... payload) {
        return new Frame(true, 0, opcode, payload.clone());
    }

    /** A final frame with text, whatever its opcode. */
    public static Frame of(int opcode, String payload) {
        return of(opcode, payload.getBytes(StandardCharsets.UTF_8));
    }

    /** A whole text message. */
    public static Frame text(String text) {
        return of(TEXT, text);
    }

    /** A Close with a code and a reason. */
    public static Frame close(int code, String reason) {
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        byte[] payload = new byte[2 + text.length];
        payload[0] = (byte) (code >>> 8);
        payload[1] = (byte) code;
        System.arraycopy(text, 0, payload, 2, text.length);
        return of(CLOSE, payload);
    }

    /** The same without FIN: more of the message follows. */
    public Frame unfinished() {
        return new Frame(false, reserved, opcode, payload);
    }

    /** The same with these of the three reserved bits, RSV1 being 4. */
    public Frame reserved(int bits) {
        return new Frame(fin, bits, opcode, payload);
    }

    public boolean fin() {
        return fin;
    }

    public int reserved() {
        return reserved;
    }

    public int opcode() {
        return opcode;
    }

    public byte[] payload() {
        return payload.clone();
    }

    /** The payload as text. */
    public String text() {
        return new String(payload, StandardCharsets.UTF_8);
    }

    /** The code of a Close; 1005 if it has none (RFC 6455 §7.1.5). */
    public int closeCode() {
        return payload.length < 2 ? 1005 : (payload[0] & 0xff) << 8 | (payload[1] & 0xff);
    }

    /** The reason of a Close, maybe empty. */
    public String closeReason() {
        return payload.length < 2 ? "" : new String(payload, 2, payload.length - 2, StandardCharsets.UTF_8);
    }

    /** The bytes as a client must send them: masked, the length in as few bytes as can be. */
    public byte[] bytes() {
        return bytes(payload.length, fewestLengthBytes(), true);
    }

    /** The bytes as a server sends them. */
    public byte[] unmaskedBytes() {
        return bytes(payload.length, fewestLengthBytes(), false);
    }

    /**
     * The bytes with a length of the test's choice.
     *
     * @param declared the length that the header claims
     * @param lengthBytes in how many bytes it is said: 1, 2 or 8
     */
    public byte[] bytesDeclaring(long declared, int lengthBytes) {
        return bytes(declared, lengthBytes, true);
    }

    private int fewestLengthBytes() {
        return payload.length < 126 ? 1 : payload.length < 65536 ? 2 : 8;
    }

    private byte[] bytes(long declared, int lengthBytes, boolean masked) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(payload.length + 14);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            int maskBit = masked ? 0x80 : 0;
            out.writeByte((fin ? 0x80 : 0) | reserved << 4 | opcode);
            switch (lengthBytes) {
                case 1 -> out.writeByte(maskBit | (int) declared);
                case 2 -> {
                    out.writeByte(maskBit | 126);
                    out.writeShort((int) declared);
                }
                default -> {
                    out.writeByte(maskBit | 127);
                    out.writeLong(declared);
                }
            }
            if (masked) {
                out.write(MASK);
            }
            for (int i = 0; i < payload.length; i++) {
                out.writeByte(masked ? payload[i] ^ MASK[i % 4] : payload[i]);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Frame frame
                && fin == frame.fin
                && reserved == frame.reserved
                && opcode == frame.opcode
                && Arrays.equals(payload, frame.payload);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(payload) * 31 + opcode;
    }

    @Override
    public String toString() {
        byte[] start = Arrays.copyOf(payload, Math.min(40, payload.length));
        return "Frame[fin=%b, reserved=%d, opcode=%d, %d bytes: %s]"
                .formatted(fin, reserved, opcode, payload.length, HexFormat.of().formatHex(start));
    }
}
