package dev.ringdown.protocol;

/**
 * Every reason for which the server ends a WebSocket connection, with the status code that goes out in the Close frame
 * (RFC 6455 §7.4.1), the text beside it, and whether the client may come back. There is no close without a row here.
 *
 * <p>The text starts with a stable word, the {@link #label}, that programs may switch on and metrics are counted by;
 * what follows the colon is for people.
 */
public enum CloseReason {
    /** The dialect has nothing more to say; also the answer to a client's own Close. */
    NORMAL(1000, "normal", "", Return.AT_ONCE),
    /** The server stops or restarts. */
    SHUTDOWN(1001, "shutdown", "the server is stopping, come back in a moment", Return.LATER),
    /** The client broke RFC 6455 or RFC 7692: reserved bits, bad opcode, missing mask, bad fragmentation, bad Close. */
    PROTOCOL_ERROR(1002, "protocol-error", "the frame breaks RFC 6455", Return.NEVER),
    /** Text, or the reason of a Close, that is not UTF-8; compressed data that does not inflate. */
    INVALID_DATA(1007, "invalid-data", "the text is not UTF-8", Return.NEVER),
    /** A frame, a message or a message's inflated form above its limit. */
    TOO_BIG(1009, "too-big", "the message is larger than this door allows", Return.NEVER),
    /** A message in more pieces than {@code websocket.max-fragments}. */
    TOO_MANY_FRAGMENTS(1009, "too-many-fragments", "the message comes in too many fragments", Return.NEVER),
    /** More messages, pings or refused messages in a second than the limits allow. */
    RATE_LIMITED(1008, "rate-limited", "too many messages or errors, slow down", Return.LATER),
    /** The first message did not come in time. */
    IDENTIFY_TIMEOUT(1008, "identify-timeout", "the first message did not come in time", Return.AT_ONCE),
    /** The name or the first message was refused; an error in the dialect's own shape went out before. */
    NOT_ADMITTED(1008, "not-admitted", "the name or the first message was refused", Return.NEVER),
    /** The room was deleted, or its time is over. */
    ROOM_CLOSED(1001, "room-closed", "the room was deleted or has expired", Return.NEVER),
    /** The room has as many clients as it takes; an error in the dialect's own shape went out before. */
    ROOM_FULL(1013, "room-full", "the room has as many clients as it takes", Return.LATER),
    /** An operator removed the client from its room. */
    KICKED(1008, "kicked", "an operator removed this client from the room", Return.NEVER),
    /** The client came back over another connection, which took this one's place. */
    REPLACED(1008, "replaced", "this session goes on over another connection", Return.NEVER),
    /** The session that the client came back for ended at the same moment. */
    SESSION_OVER(1008, "session-over", "the session to go on with has ended", Return.AT_ONCE),
    /** The client reads more slowly than the room talks; what it did not take would fill the server's memory. */
    SLOW_READER(1008, "slow-reader", "this client reads too slowly", Return.AT_ONCE),
    /** Not a sign of life within {@code websocket.idle-timeout}, though pings went out. */
    GONE(1001, "gone", "no sign of life", Return.AT_ONCE),
    /** More bytes wait in the process than {@code limits.max-waiting-bytes}, and this connection holds many of them. */
    OVERLOADED(1013, "overloaded", "the server has no memory to spare, come back later", Return.LATER),
    /** A fault of the server's own; the log has it. */
    INTERNAL_ERROR(1011, "internal-error", "the server failed, which is not the client's fault", Return.LATER);

    /** When a client may connect again after a close. */
    public enum Return {
        /** At once, as after a lost connection. */
        AT_ONCE,
        /** After a pause that grows and is spread at random. */
        LATER,
        /** Not before the client itself was changed: the same bytes will be refused again. */
        NEVER
    }

    private final int code;
    private final String label;
    private final String text;
    private final Return comeBack;

    CloseReason(int code, String label, String explanation, Return comeBack) {
        this.code = code;
        this.label = label;
        this.text = explanation.isEmpty() ? "" : label + ": " + explanation;
        this.comeBack = comeBack;
    }

    /** The status code of the Close frame. */
    public int code() {
        return code;
    }

    /** The stable word, lower case with hyphens, by which this reason is counted. */
    public String label() {
        return label;
    }

    /** The reason text of the Close frame: ASCII, at most 123 characters (RFC 6455 §5.5), maybe empty. */
    public String text() {
        return text;
    }

    /** When a client may connect again. */
    public Return comeBack() {
        return comeBack;
    }
}
