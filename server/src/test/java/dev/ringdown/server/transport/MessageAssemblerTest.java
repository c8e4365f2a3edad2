package dev.ringdown.server.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ringdown.protocol.CloseReason;
import dev.ringdown.server.dialect.MessageLimits;
import dev.ringdown.server.support.Frame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

final class MessageAssemblerTest {
    private final MessageAssembler assembly = new MessageAssembler(new MessageLimits(100, 100, 3));
    private final FrameHeader header = new FrameHeader();

    @Test
    void putsFragmentsTogetherAndUnmasksEachWithItsKey() throws Violation {
        take(Frame.of(Frame.TEXT, "hel").unfinished());
        assertThat(assembly.isMessageWhole()).isFalse();
        take(Frame.of(Frame.CONTINUATION, "lo").unfinished());
        take(Frame.of(Frame.CONTINUATION, "!"));
        assertThat(assembly.isMessageWhole()).isTrue();
        assertThat(assembly.isText()).isTrue();
        assertThat(payload()).isEqualTo("hello!");
    }

    @Test
    void aControlFrameBetweenFragmentsLeavesTheMessageAlone() throws Violation {
        take(Frame.of(Frame.TEXT, "€").unfinished());
        take(Frame.of(Frame.PING, new byte[] {(byte) 0xff}));
        assertThat(assembly.isControl()).isTrue();
        assertThat(assembly.opcode()).isEqualTo(FrameHeader.PING);
        assertThat(assembly.payload().size()).isEqualTo(1);
        assertThat(assembly.insideMessage()).isTrue();
        take(Frame.of(Frame.CONTINUATION, "uro"));
        assertThat(payload()).isEqualTo("€uro");
    }

    @Test
    void takesAFrameInPiecesOfAnySize() throws Violation {
        ByteBuf frame = Unpooled.wrappedBuffer(Frame.text("in three pieces").bytes());
        header.read(frame, false, 100);
        assembly.begin(header);
        assertThat(assembly.take(frame.readSlice(5))).isFalse();
        assertThat(assembly.take(Unpooled.EMPTY_BUFFER)).isFalse();
        assertThat(assembly.take(frame.readSlice(1))).isFalse();
        assertThat(assembly.insideFrame()).isTrue();
        assertThat(assembly.take(frame)).isTrue();
        assertThat(assembly.insideFrame()).isFalse();
        assertThat(payload()).isEqualTo("in three pieces");
    }

    @Test
    void textThatEndsInTheMiddleOfACharacterIsInvalid() throws Violation {
        byte[] euro = "€".getBytes(UTF_8);
        take(Frame.of(Frame.TEXT, euro[0]).unfinished());
        take(Frame.of(Frame.CONTINUATION, euro[1]).unfinished());
        assertThatThrownBy(() -> take(Frame.of(Frame.CONTINUATION))).isEqualTo(Violation.of(CloseReason.INVALID_DATA));
    }

    @Test
    void asciiInTheMiddleOfACharacterIsInvalid() throws Violation {
        byte[] euro = "€".getBytes(UTF_8);
        take(Frame.of(Frame.TEXT, euro[0]).unfinished());
        assertThatThrownBy(() -> take(Frame.of(Frame.CONTINUATION, "a").unfinished()))
                .isEqualTo(Violation.of(CloseReason.INVALID_DATA));
    }

    @Test
    void binaryIsNotCheckedNorIsCompressedText() throws Violation {
        take(Frame.of(Frame.BINARY, (byte) 0xff));
        assertThat(assembly.isText()).isFalse();
        assembly.endMessage();
        take(Frame.of(Frame.TEXT, (byte) 0xff).reserved(Frame.RSV1));
        assertThat(assembly.isCompressed()).isTrue();
    }

    @Test
    void allocatesForWhatCameNotForWhatIsClaimed() throws Violation {
        MessageAssembler large = new MessageAssembler(new MessageLimits(1 << 30, 1 << 30, 3));
        ByteBuf in = Unpooled.wrappedBuffer(Frame.of(Frame.BINARY, new byte[10]).bytesDeclaring(1 << 30, 8));
        header.read(in, false, 1 << 30);
        large.begin(header);
        large.take(in);
        assertThat(large.payload().bytes().length).isLessThan(1000);
    }

    private void take(Frame frame) throws Violation {
        ByteBuf bytes = Unpooled.wrappedBuffer(frame.bytes());
        assertThat(header.read(bytes, true, 100)).isTrue();
        assembly.begin(header);
        assertThat(assembly.take(bytes)).isTrue();
    }

    private String payload() {
        MessageBuffer payload = assembly.payload();
        return new String(payload.bytes(), 0, payload.size(), UTF_8);
    }
}
