package dev.ringdown.server.dialect;

/** A client may not come in: what its handshake is answered with. Ordinary, so it has no stack trace. */
public final class HandshakeRefused extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String text;
    private final int retryAfterSeconds;

    /**
     * @param status of the HTTP answer
     * @param text its body
     */
    public HandshakeRefused(int status, String text) {
        this(status, text, 0);
    }

    /**
     * @param status of the HTTP answer
     * @param text its body
     * @param retryAfterSeconds when the client may come again; 0 if nobody knows
     */
    public HandshakeRefused(int status, String text, int retryAfterSeconds) {
        super(text, null, false, false);
        this.status = status;
        this.text = text;
        this.retryAfterSeconds = retryAfterSeconds;
    }

    /** The status of the HTTP answer. */
    public int status() {
        return status;
    }

    /** The body of the HTTP answer. */
    public String text() {
        return text;
    }

    /** Seconds until the client may come again, for {@code Retry-After}; 0 if nobody knows. */
    public int retryAfterSeconds() {
        return retryAfterSeconds;
    }
}
