package dev.ringdown.protocol;

/**
 * A peer sent what the protocol doesn't allow. Ordinary, and no fault of ours: whoever reads the frame catches it and answers
 * in the dialect's own shape.
 *
 * <p>It has no stack trace, no cause and takes no suppressed exceptions, so that it's cheap to make and a prepared instance
 * may be thrown again and again, from any thread.
 */
public final class ProtocolException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final ProtocolError error;
    private final String reason;

    /**
     * A refusal, to be thrown once or kept and thrown often.
     *
     * @param error what kind of mistake it is
     * @param reason one short sentence for a human, sent to the peer as it stands: it names no secret and no internals
     */
    public ProtocolException(ProtocolError error, String reason) {
        super(reason, null, false, false);
        this.error = error;
        this.reason = reason;
    }

    /** What kind of mistake it is. */
    public ProtocolError error() {
        return error;
    }

    /** The same as the message, and never null. */
    public String reason() {
        return reason;
    }
}
