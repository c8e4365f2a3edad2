package dev.ringdown.client.load;

/** The protocols that a run can speak. */
enum LoadDialect {
    /** Names, rooms, and messages to a peer by its id; the server puts the sender's id into what it relays. */
    ROOMS,
    /**
     * Plain text: who comes is paired with who waits, and everything is relayed verbatim. Peers go in one after the
     * other, so that those who are to share a room meet.
     */
    PAIR;

    /** What a peer is told that has to wait for another. */
    static final String WAIT = "⌛ Waiting for another entrepreneur...";

    /** What both are told when the other is there. */
    static final String FOUND = "🎯 Connected with an entrepreneur!";

    /** What a peer is told when the other has gone. */
    static final String PARTNER_GONE = "⚠️ Partner disconnected.";
}
