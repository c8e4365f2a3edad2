package dev.ringdown.server.dialect;

import dev.ringdown.protocol.ProtocolError;
import dev.ringdown.protocol.ProtocolException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One client's conversation in one dialect, from the handshake to the close. Confined to the event loop of its
 * connection: the transport calls every method there, so an implementation keeps plain fields.
 *
 * <p>If the connection ends before its handshake is answered, {@link #closed} or {@link #lost} is all that is called. Otherwise
 * the order is {@link #opened}, then any number of {@link #text} and {@link #refuse}, then {@link #closed} or
 * {@link #lost} once.
 */
public interface DialectSession {
    /** What a binary message is answered with. */
    ProtocolException BINARY_REFUSED =
            new ProtocolException(ProtocolError.BINARY, "Binary messages are not understood here, send text.");

    /** The handshake was answered; the link may be used from now on. */
    default void opened() {}

    /**
     * A whole text message came.
     *
     * @param bytes holds the message, valid UTF-8; the transport's own, valid only until this returns
     * @param offset index of its first byte
     * @param length its bytes, at most {@link MessageLimits#maxMessageBytes}
     * @throws ProtocolException if the message is no good; the transport counts it and hands it to {@link #refuse}
     */
    void text(byte[] bytes, int offset, int length) throws ProtocolException;

    /**
     * A whole binary message came. The dialects are text: unless one says otherwise, it is refused.
     *
     * @param bytes holds the message, as in {@link #text}
     * @param offset index of its first byte
     * @param length its bytes
     * @throws ProtocolException as in {@link #text}
     */
    default void binary(byte[] bytes, int offset, int length) throws ProtocolException {
        throw BINARY_REFUSED;
    }

    /**
     * Some lines of a block came over plain TCP and not the empty line at its end. Clients may leave that out: then the
     * end of what comes is the end of the block.
     *
     * @param bytes holds the lines, the last of which may be unfinished; as in {@link #text}
     * @param offset index of their first byte
     * @param length their bytes
     * @return how long nothing more may come before the block is handed to {@link #text} as it is; null if something is
     *     missing in it, so that it has all the time that a request has
     */
    default @Nullable Duration quietPeriod(byte[] bytes, int offset, int length) {
        return null;
    }

    /**
     * Tells the client, in the dialect's own shape, that something it sent was refused. The transport has counted it.
     * Nothing else happens: the connection stays open unless the client does it too often.
     */
    void refuse(ProtocolException error);

    /** The connection is no more, or is about to be: leave everything. Nothing can be sent. */
    void closed();

    /**
     * Called instead of {@link #closed} where nobody wanted the end: TCP broke off without a Close from either side, or the
     * client gave no sign of life, or did not read. A dialect that lets clients come back keeps their place for a while;
     * for any other it is the same.
     */
    default void lost() {
        closed();
    }
}
