package dev.ringdown.protocol.bridge;

import org.jspecify.annotations.Nullable;

/** What a client of the bridge dialect may ask. Immutable. */
public sealed interface BridgeRequest {
    /** {@code REGISTER}: others may be told of this client; an earlier registration of the name is replaced. */
    record Register(Contact contact) implements BridgeRequest {}

    /**
     * {@code BRIDGE}: the client wants somebody to talk to.
     *
     * @param clientId who asks, and so is not the answer; empty if it does not say
     * @param target who it should be; null for anybody
     */
    record Bridge(String clientId, @Nullable String target) implements BridgeRequest {
        /**
         * Checks the names.
         *
         * @throws dev.ringdown.protocol.ProtocolException BAD_NAME
         */
        public Bridge {
            if (!clientId.isEmpty()) {
                ClientId.check(clientId);
            }
            if (target != null) {
                ClientId.check(target);
            }
        }
    }

    /** {@code INFO}: the client wants to know who is registered. */
    @SuppressWarnings("AvoidCommonTypeNames") // it is the word on the wire
    record Info() implements BridgeRequest {}
}
