package dev.ringdown.protocol.bridge;

/**
 * A client of the bridge and where it waits for chats. Immutable.
 *
 * @param clientId what it calls itself: without blanks around it, line breaks and control characters, at most
 *     {@value ClientId#MAX_BYTES} bytes of UTF-8
 * @param address what it announced, which need not be where its request came from
 */
public record Contact(String clientId, Address address) {
    /**
     * Checks the name.
     *
     * @throws dev.ringdown.protocol.ProtocolException BAD_FIELD when it is empty, BAD_NAME when it is not allowed
     */
    public Contact {
        ClientId.check(clientId);
    }
}
