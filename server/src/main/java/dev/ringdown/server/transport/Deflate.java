package dev.ringdown.server.transport;

import dev.ringdown.protocol.CloseReason;
import dev.ringdown.server.core.SharedMessage;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/**
 * The sending half of permessage-deflate (RFC 7692 §7.2.1). No context is carried from message to message
 * ({@code server_no_context_takeover} is part of every answer), so one of these serves all connections of an event loop
 * and an idle connection keeps no compressor. Confined to that loop.
 */
final class Deflate {
    private static final int TAIL_BYTES = 4;
    private static final int MAX_WINDOW_BITS = 15;

    private final Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
    private MessageBuffer compressed = new MessageBuffer(Integer.MAX_VALUE);

    /** The message for many that was compressed last; those who get it get it one after another. */
    private @Nullable SharedMessage sharedMessage;

    private int sharedWindowBits;
    private ByteBuf sharedCompressed = Unpooled.EMPTY_BUFFER;

    /**
     * Compresses one message.
     *
     * @param windowBits the largest window that the client accepts, 8 to 15
     * @return the compressed message; valid until the next call
     */
    MessageBuffer message(byte[] bytes, int offset, int length, int windowBits) {
        compressed = new MessageBuffer(Integer.MAX_VALUE);
        if (windowBits == MAX_WINDOW_BITS) {
            feed(bytes, offset, length, Deflater.SYNC_FLUSH);
        } else {
            // zlib forgets what was before a full flush, so no distance is ever longer than one such piece
            int window = 1 << windowBits;
            int done = 0;
            do {
                feed(bytes, offset + done, Math.min(window, length - done), Deflater.FULL_FLUSH);
                done += window;
            } while (done < length);
        }
        deflater.reset();
        compressed.grown(-TAIL_BYTES);
        return compressed;
    }

    /**
     * Compresses a message that many connections of this event loop get; once, as long as no other comes between.
     *
     * @param message the same object for all who get it
     * @param bytes of the message; stay the caller's
     * @param windowBits as in {@link #message}
     * @return a view of the compressed message with a count of its own, which the caller releases
     */
    ByteBuf shared(SharedMessage message, ByteBuf bytes, int windowBits) {
        if (!isSame(message, windowBits)) {
            byte[] plain = ByteBufUtil.getBytes(bytes);
            MessageBuffer made = message(plain, 0, plain.length, windowBits);
            sharedCompressed.release();
            sharedCompressed = Unpooled.directBuffer(made.size()).writeBytes(made.bytes(), 0, made.size());
            sharedMessage = message;
            sharedWindowBits = windowBits;
        }
        return sharedCompressed.retainedDuplicate();
    }

    private boolean isSame(SharedMessage message, int windowBits) {
        return message == sharedMessage && windowBits == sharedWindowBits;
    }

    private void feed(byte[] bytes, int offset, int length, int flush) {
        deflater.setInput(bytes, offset, length);
        int room;
        int count;
        do {
            reserve(length + 64);
            room = compressed.room();
            count = deflater.deflate(compressed.bytes(), compressed.size(), room, flush);
            compressed.grown(count);
        } while (count == room);
    }

    private void reserve(int count) {
        try {
            compressed.reserve(count);
        } catch (Violation outOfMemory) {
            throw new IllegalStateException(CloseReason.TOO_BIG.label(), outOfMemory);
        }
    }

    /** Gives zlib's memory back. */
    void end() {
        sharedCompressed.release();
        sharedCompressed = Unpooled.EMPTY_BUFFER;
        sharedMessage = null;
        deflater.end();
    }
}
