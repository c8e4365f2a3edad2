package dev.ringdown.server.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringdown.protocol.CloseReason;
import dev.ringdown.protocol.ProtocolException;
import dev.ringdown.server.core.MemoryBudget;
import dev.ringdown.server.dialect.DialectSession;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class LineReaderTest {
    private static final int REQUEST_SECONDS = 5;
    private static final ConnectionLimits LIMITS =
            new ConnectionLimits(1000, 1000, 1000, 1000, 1000, 100, 50, 64, 0, 0, 0);

    private final MemoryConnection memory = new MemoryConnection(LIMITS, MemoryBudget.unlimited());
    private final Connection connection = memory.connection();

    private static final class Silent implements DialectSession {
        @Override
        public void text(byte[] bytes, int offset, int length) {}

        @Override
        public void refuse(ProtocolException error) {}

        @Override
        public void closed() {}
    }

    @Test
    void whoSendsARequestByteByByteHasNoMoreTimeForItThanOthers() {
        LineReader reader = new LineReader(connection, new Silent(), 1000, Duration.ofSeconds(REQUEST_SECONDS));
        int ticks = 0;
        while (connection.isOpen() && ticks < 100) {
            reader.read(Unpooled.wrappedBuffer(new byte[] {'x'}));
            memory.pass(1);
            ticks++;
        }
        assertThat(ticks * Loop.TICK_MILLIS)
                .isBetween(REQUEST_SECONDS * 1000, REQUEST_SECONDS * 1000 + 3 * Loop.TICK_MILLIS);
        assertThat(memory.closes(CloseReason.NORMAL)).isEqualTo(1);
        memory.close();
    }
}
