package dev.ringdown.server.transport;

import dev.ringdown.protocol.CloseReason;
import dev.ringdown.protocol.ProtocolError;
import dev.ringdown.protocol.ProtocolException;
import dev.ringdown.protocol.json.Utf8;
import dev.ringdown.server.dialect.DialectSession;
import dev.ringdown.server.metrics.Count;
import io.netty.buffer.ByteBuf;
import java.time.Duration;

/**
 * Reads a dialect of lines over plain TCP: a message is a block of lines, ended by CRLF or LF each, and an empty line ends the
 * block. The session is given the block without that empty line. A block without one ends with the client's half of the
 * connection, when its time is over, or, if the session takes it for complete, when nothing follows it for a while. Confined
 * to the connection's event loop.
 */
final class LineReader implements MessageReader {
    private static final ProtocolException TOO_LONG =
            new ProtocolException(ProtocolError.LIMIT, "The request is too long.");
    private static final ProtocolException NOT_UTF8 =
            new ProtocolException(ProtocolError.BAD_UTF8, "The request is not UTF-8.");

    private final Connection connection;
    private final DialectSession session;
    private final byte[] block;
    private final int lastTick;
    private int size;
    /** Where the line that is being read begins. */
    private int lineStart;

    /**
     * @param maxBytes the longest block
     * @param within how long the whole request may take
     */
    LineReader(Connection connection, DialectSession session, int maxBytes, Duration within) {
        this.connection = connection;
        this.session = session;
        this.block = new byte[maxBytes];
        this.lastTick = connection.loop().tick() + ConnectionLimits.ticks(within);
    }

    @Override
    public void read(ByteBuf in) {
        try {
            while (in.isReadable() && connection.isReading()) {
                take(in.readByte());
            }
            if (size > 0 && connection.isOpen()) {
                waitForMore();
            }
        } catch (ProtocolException refused) {
            refuse(refused);
        }
    }

    private void waitForMore() {
        int left = lastTick - connection.loop().tick();
        if (left <= 0) {
            // a deadline is at least a tick ahead: set anew with every byte it would never come
            connection.endOfInput(CloseReason.NORMAL);
            return;
        }
        Duration quiet = session.quietPeriod(block, 0, size);
        int ticks = quiet == null ? left : Math.min(left, ConnectionLimits.ticks(quiet));
        connection.setDeadline(Duration.ofMillis((long) ticks * Loop.TICK_MILLIS), CloseReason.NORMAL);
    }

    @Override
    public void endOfInput() {
        if (size == 0) {
            // nothing was asked
            return;
        }
        try {
            message(size);
        } catch (ProtocolException refused) {
            refuse(refused);
        }
    }

    private void refuse(ProtocolException refused) {
        connection.loop().count(connection.row(), refused.error());
        session.refuse(refused);
        connection.close(CloseReason.NORMAL);
    }

    private void take(byte next) {
        if (size == block.length) {
            throw TOO_LONG;
        }
        block[size++] = next;
        if (next != '\n') {
            return;
        }
        int lineLength = size - 1 - lineStart;
        boolean empty = lineLength == 0 || (lineLength == 1 && block[lineStart] == '\r');
        int length = lineStart;
        lineStart = size;
        if (empty) {
            lineStart = 0;
            size = 0;
            message(length);
        }
    }

    private void message(int length) {
        if (!Utf8.isValid(block, 0, length)) {
            throw NOT_UTF8;
        }
        connection.loop().count(connection.row(), Count.MESSAGES_IN, 1);
        connection.loop().count(connection.row(), Count.BYTES_IN, length);
        session.text(block, 0, length);
    }

    @Override
    public void resume(Runnable then) {
        then.run();
    }

    @Override
    public void end() {}
}
