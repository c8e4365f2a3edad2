package dev.ringdown.server.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.ringdown.protocol.CloseReason;
import dev.ringdown.server.support.Frame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FrameHeaderTest {
    private static final int MAX_LENGTH = 1 << 20;

    private final FrameHeader header = new FrameHeader();

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 125, 126, 127, 65535, 65536, MAX_LENGTH})
    void readsLengthsOfAllThreeForms(int length) throws Violation {
        ByteBuf in =
                Unpooled.wrappedBuffer(Frame.of(Frame.BINARY, new byte[length]).bytes());
        assertThat(header.read(in, false, MAX_LENGTH)).isTrue();
        assertThat(header.fin).isTrue();
        assertThat(header.compressed).isFalse();
        assertThat(header.opcode).isEqualTo(FrameHeader.BINARY);
        assertThat(header.length).isEqualTo(length);
        assertThat(in.readableBytes()).isEqualTo(length);
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 300, 70_000})
    void waitsForTheWholeHeadAndLeavesWhatIsThere(int length) throws Violation {
        byte[] frame = Frame.of(Frame.TEXT, new byte[length]).bytes();
        int head = frame.length - length;
        for (int there = 1; there < head; there++) {
            ByteBuf in = Unpooled.wrappedBuffer(frame, 0, there);
            assertThat(header.read(in, false, MAX_LENGTH)).isFalse();
            assertThat(in.readableBytes()).isEqualTo(there);
        }
    }

    @Test
    void readsTheMaskingKeyFirstByteLowest() throws Violation {
        header.read(Unpooled.wrappedBuffer(new byte[] {(byte) 0x82, (byte) 0x80, 1, 2, 3, 4}), false, MAX_LENGTH);
        assertThat(header.mask).isEqualTo(0x04030201);
    }

    @ParameterizedTest(name = "first byte {0}")
    @ValueSource(ints = {0xA1, 0x91, 0xB1, 0xC1, 0xF1, 0x83, 0x87, 0x8B, 0x8F, 0xC8, 0x99})
    void refusesReservedBitsAndOpcodesAtTheFirstByte(int first) {
        assertThat(violation(false, first)).isEqualTo(CloseReason.PROTOCOL_ERROR);
    }

    @ParameterizedTest(name = "first byte {0}, second {1}")
    @CsvSource({"0x81,0x05", "0x82,0x7e", "0x88,0x00", "0x09,0x80", "0x0A,0x81", "0x08,0x80", "0x89,0xFE", "0x8A,0xFF"})
    void refusesMissingMasksAndBadControlFramesAtTheSecondByte(String first, String second) {
        assertThat(violation(false, Integer.decode(first), Integer.decode(second)))
                .isEqualTo(CloseReason.PROTOCOL_ERROR);
    }

    @Test
    void takesRsv1OnTheFirstFrameOfAMessageOnlyAndOnlyIfAgreed() throws Violation {
        for (int first : new int[] {0xC1, 0xC2, 0x41, 0x42}) {
            assertThat(violation(false, first, 0x80, 0, 0, 0, 0)).isEqualTo(CloseReason.PROTOCOL_ERROR);
            assertThat(violation(true, first, 0x80, 0, 0, 0, 0)).isNull();
            assertThat(header.compressed).isTrue();
        }
        for (int first : new int[] {0xC0, 0x40, 0xC8, 0xC9, 0xCA}) {
            assertThat(violation(true, first, 0x80, 0, 0, 0, 0)).isEqualTo(CloseReason.PROTOCOL_ERROR);
        }
    }

    @ParameterizedTest(name = "{0} in {1} bytes")
    @CsvSource({"0,2", "125,2", "0,8", "126,8", "65535,8"})
    void refusesLengthsInMoreBytesThanNeeded(long length, int lengthBytes) {
        byte[] bytes = Frame.of(Frame.TEXT).bytesDeclaring(length, lengthBytes);
        assertThat(violation(false, bytes)).isEqualTo(CloseReason.PROTOCOL_ERROR);
    }

    @ParameterizedTest
    @ValueSource(longs = {MAX_LENGTH + 1, Integer.MAX_VALUE + 1L, 1L << 62, Long.MAX_VALUE, Long.MIN_VALUE, -1})
    void refusesTooLargeLengthsBeforeTheMaskIsThere(long length) {
        byte[] bytes = Frame.of(Frame.TEXT).bytesDeclaring(length, 8);
        byte[] withoutMask = java.util.Arrays.copyOf(bytes, bytes.length - 4);
        assertThat(violation(false, withoutMask)).isEqualTo(CloseReason.TOO_BIG);
    }

    private @Nullable CloseReason violation(boolean deflate, int... bytes) {
        byte[] head = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            head[i] = (byte) bytes[i];
        }
        return violation(deflate, head);
    }

    private @Nullable CloseReason violation(boolean deflate, byte[] bytes) {
        Throwable thrown = catchThrowable(() -> header.read(Unpooled.wrappedBuffer(bytes), deflate, MAX_LENGTH));
        return thrown instanceof Violation violation ? violation.reason() : null;
    }
}
