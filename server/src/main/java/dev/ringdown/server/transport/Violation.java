package dev.ringdown.server.transport;

import dev.ringdown.protocol.CloseReason;
import java.util.EnumMap;
import java.util.Map;

/**
 * The client broke a rule of the WebSocket protocol or a limit, so that the connection must end (RFC 6455 §7.1.7). Bad
 * input is ordinary: there is one prepared instance a reason, without a stack trace.
 */
final class Violation extends Exception {
    private static final long serialVersionUID = 1L;
    private static final Map<CloseReason, Violation> PREPARED = new EnumMap<>(CloseReason.class);

    static {
        for (CloseReason reason : CloseReason.values()) {
            PREPARED.put(reason, new Violation(reason));
        }
    }

    private final CloseReason reason;

    private Violation(CloseReason reason) {
        super(reason.label(), null, false, false);
        this.reason = reason;
    }

    @SuppressWarnings("NullAway") // every reason was put above
    static Violation of(CloseReason reason) {
        return PREPARED.get(reason);
    }

    CloseReason reason() {
        return reason;
    }
}
