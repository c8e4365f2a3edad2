package dev.ringdown.protocol.flyx;

/** What a client is in its room. */
public enum Role {
    /** The one who offers, and whom all receivers talk to. */
    SENDER("sender"),
    /** One of those who talk to the sender, and to nobody else. */
    RECEIVER("receiver");

    private final String wireName;

    Role(String wireName) {
        this.wireName = wireName;
    }

    /** The word for it in messages and in REST. */
    public String wireName() {
        return wireName;
    }
}
