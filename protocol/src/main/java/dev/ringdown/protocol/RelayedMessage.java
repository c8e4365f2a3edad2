package dev.ringdown.protocol;

/**
 * A message for another peer, which is passed on byte for byte, except for the sender's id.
 *
 * <p>A flyweight of the codec that decoded it, valid until that codec decodes again. Confined to one event loop.
 */
public abstract class RelayedMessage {
    private final Splice splice = new Splice();
    private byte[] bytes = {};
    private int offset;
    private int length;
    private int openBrace;
    private int senderStart;
    private int senderEnd;
    private byte[] target = {};
    private int targetStart;
    private int targetEnd;

    /**
     * Points this at a message that was received; only its codec calls this.
     *
     * @param bytes holds the message; not copied
     * @param offset index of the message's first byte
     * @param length bytes of the message
     * @param openBrace index of the brace behind which the sender's id goes if the client sent none
     * @param senderStart index of the first byte of the value that the client sent as the sender's id; -1 if it sent none
     * @param senderEnd index behind the last byte of that value
     */
    public final void message(byte[] bytes, int offset, int length, int openBrace, int senderStart, int senderEnd) {
        this.bytes = bytes;
        this.offset = offset;
        this.length = length;
        this.openBrace = openBrace;
        this.senderStart = senderStart;
        this.senderEnd = senderEnd;
    }

    /** Points this at the bytes of the target's id; none if the client gave none. Only its codec calls this. */
    public final void target(byte[] target, int start, int end) {
        this.target = target;
        this.targetStart = start;
        this.targetEnd = end;
    }

    /** Holds the id of the peer that this is for, from {@link #targetStart} to {@link #targetEnd}. */
    public final byte[] target() {
        return target;
    }

    /** Index of the first byte of the target's id. */
    public final int targetStart() {
        return targetStart;
    }

    /** Index behind the last byte of the target's id. */
    public final int targetEnd() {
        return targetEnd;
    }

    /** The message as the target gets it: it names the true sender, whatever the client claimed. */
    public final Splice withSender(SenderStamp sender) {
        return senderStart < 0
                ? splice.set(bytes, offset, length, openBrace + 1, openBrace + 1, sender.member())
                : splice.set(bytes, offset, length, senderStart, senderEnd, sender.value());
    }
}
