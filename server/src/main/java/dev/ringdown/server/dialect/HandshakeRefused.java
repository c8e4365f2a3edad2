package dev.ringdown.server.dialect;

/** A client may not come in: what its handshake is answered with. Ordinary, so it has no stack trace. */
public final class HandshakeRefused extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String text;

    /**
     * @param status of the HTTP answer
     * @param text its body
     */
    public HandshakeRefused(int status, String text) {
        super(text, null, false, false);
        this.status = status;
        this.text = text;
    }

    /** The status of the HTTP answer. */
    public int status() {
        return status;
    }

    /** The body of the HTTP answer. */
    public String text() {
        return text;
    }
}
