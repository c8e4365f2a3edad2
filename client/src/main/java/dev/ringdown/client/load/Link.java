package dev.ringdown.client.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.jspecify.annotations.Nullable;

/**
 * The way from one peer of a room to another: who is at its ends, under which ids, what is said and what is still under
 * way. Confined to the room's event loop.
 */
final class Link {
    private static final byte[] UNKNOWN = {};

    /** The id of everybody in a dialect that has no ids. */
    private static final byte[] PARTNER = "partner".getBytes(US_ASCII);

    private final LoadPeer sender;
    private final LoadPeer receiver;
    private final LoadPlan plan;
    private final InFlight flight = new InFlight();
    private Script script;
    /** The receiver's id as the sender was told; empty until then. */
    private byte[] toId = UNKNOWN;
    /** The sender's id as the receiver was told; empty until then. */
    private byte[] fromId = UNKNOWN;

    Link(LoadPeer sender, LoadPeer receiver, LoadPlan plan, Script script) {
        this.sender = sender;
        this.receiver = receiver;
        this.plan = plan;
        this.script = script;
    }

    LoadPeer sender() {
        return sender;
    }

    LoadPeer receiver() {
        return receiver;
    }

    InFlight flight() {
        return flight;
    }

    Script script() {
        return script;
    }

    /** Changes what is said here; only before the first message. */
    void follow(Script other) {
        script = other;
    }

    byte[] toId() {
        return toId;
    }

    void toId(byte[] id) {
        toId = id;
    }

    byte[] fromId() {
        return fromId;
    }

    void fromId(byte[] id) {
        fromId = id;
    }

    /** Both ends have found each other in a dialect that has no ids. */
    void withoutIds() {
        toId = PARTNER;
        fromId = PARTNER;
    }

    /** The {@code fromPeerId} that must arrive, or null when the server leaves what it relays alone. */
    byte @Nullable [] expectedFrom() {
        return plan.dialect() == LoadDialect.PAIR ? null : fromId;
    }

    /** The {@code fromPeerId} that the sender claims, or null when it leaves the field out. */
    byte @Nullable [] claimedFrom() {
        return switch (plan.from()) {
            case ABSENT -> null;
            case EMPTY -> UNKNOWN;
            case SPOOF -> toId;
        };
    }

    /** The filler that gives message {@code number} its size as sent. */
    int fillerLength(int number) {
        int overhead = FrameWriter.overhead(script.kind(number), claimedFrom(), toId);
        return Math.max(0, script.size(number) - overhead);
    }

    /** The length of message {@code number} with its sender's real id. */
    int expectedLength(int number) {
        return FrameWriter.overhead(script.kind(number), expectedFrom(), toId) + fillerLength(number);
    }

    /** Whether a message can be sent here: both ends joined and know each other. */
    boolean isOpen() {
        return sender.isJoined() && receiver.isJoined() && toId.length > 0 && fromId.length > 0;
    }
}
