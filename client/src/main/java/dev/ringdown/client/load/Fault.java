package dev.ringdown.client.load;

/** What can go wrong in a run. Any of these makes the run unclean: exit status 1. */
enum Fault {
    /** Sent, and not arrived when the run was over. */
    LOST("lost"),
    /** Arrived more than once. */
    DUPLICATED("duplicated"),
    /** Arrived after a later message of the same sender to the same receiver. */
    REORDERED("reordered"),
    /** The payload is shorter or longer than it was sent. */
    LENGTH("wrong length"),
    /** A byte of the payload or of the routing fields differs, or the frame is no JSON. */
    CORRUPTED("corrupted"),
    /** {@code fromPeerId} isn't the sender's real id. */
    WRONG_SENDER("wrong sender"),
    /** Arrived at a peer it was not sent to. */
    MISDELIVERED("misdelivered"),
    /** The server answered with ERROR. */
    SERVER_ERROR("server errors"),
    /** A message of the server that the protocol doesn't allow at this point. */
    UNEXPECTED("unexpected"),
    /** A peer could not connect, identify, join or meet its room. */
    FAILED("failed peers"),
    /** The connection of a joined peer ended before the run did. */
    CLOSED("closed connections"),
    /** Due in the open loop, but the connection took no more bytes until the run was over. */
    UNSENT("unsent"),
    /** A session that did not come to its end. */
    INCOMPLETE("incomplete sessions");

    private final String words;

    Fault(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }
}
