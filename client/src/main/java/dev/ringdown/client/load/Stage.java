package dev.ringdown.client.load;

/** How far a peer has come; in this order. */
enum Stage {
    WAITING("to be connected"),
    CONNECTING("for the TCP connection"),
    UPGRADING("for the answer to the HTTP upgrade"),
    IDENTIFYING("for the answer to IDENTIFY"),
    JOINING("for the answer to JOIN_ROOM"),
    PAIRING("for a partner"),
    JOINED("for messages"),
    LEAVING("for the connection to end"),
    GONE("for nothing");

    private final String waitsFor;

    Stage(String waitsFor) {
        this.waitsFor = waitsFor;
    }

    /** What a peer at this stage waits for, in words that follow "waited" or "waiting". */
    String waitsFor() {
        return waitsFor;
    }

    /** Whether the server may say this of its own accord, or in answer to the peer, at this stage. */
    boolean allows(String type) {
        return switch (type) {
            case "AUTH_SUCCESS" -> this == IDENTIFYING;
            case "ROOM_MEMBERS" -> this == JOINING;
            case "NEW_PEER_IN_ROOM" -> this == JOINED;
            case "PEER_LEFT_ROOM" -> this == JOINED || this == LEAVING;
            case "AUTH_ERROR", "ERROR" -> true;
            default -> false;
        };
    }

    boolean isBefore(Stage other) {
        return compareTo(other) < 0;
    }
}
