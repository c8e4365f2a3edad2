package dev.ringdown.client.load;

/** What {@link TestRelay} does to one message in so many. */
enum Misdeed {
    NONE,
    DROP,
    DUPLICATE,
    /** The next message to the same peer goes out first. */
    SWAP,
    /** The last two bytes of the frame are missing: no JSON any more. */
    TRUNCATE,
    /** One character of the payload is missing: still JSON. */
    SHORTEN,
    /** One character of the filler differs. */
    FLIP_FILLER,
    /** The number in the payload's tag differs. */
    FLIP_TAG,
    /** A quote became something else: no JSON any more. */
    FLIP_QUOTE,
    /** A value beside the payload's text differs. */
    FLIP_MID,
    /** {@code fromPeerId} is the receiver's id. */
    WRONG_SENDER,
    /** {@code fromPeerId} is what the client said. */
    BELIEVE_SENDER,
    /** It goes to a peer in another room. */
    WRONG_PEER,
    /** The sender gets an ERROR besides. */
    COMPLAIN,
    /** The sender gets a message of no known type besides. */
    CHATTER,
    /** The sender's connection is ended besides. */
    HANG_UP;

    /** A message as this misdeed leaves it; unchanged when it does something else. */
    String damage(String text) {
        return switch (this) {
            case TRUNCATE -> text.substring(0, text.length() - 2);
            case SHORTEN -> text.replaceFirst(".\",\"sdpMid", "\",\"sdpMid");
            case FLIP_FILLER -> text.replaceFirst(".\",\"sdpMid", "_\",\"sdpMid");
            case FLIP_TAG -> {
                int last = text.indexOf("ringdown") + MessageTag.LENGTH - 1;
                yield text.substring(0, last) + (text.charAt(last) == 'f' ? '0' : 'f') + text.substring(last + 1);
            }
            case FLIP_QUOTE -> text.replaceFirst("\",\"sdpMid", "'.\"sdpMid");
            case FLIP_MID -> text.replaceFirst("\"sdpMid\":\"0\"", "\"sdpMid\":\"1\"");
            default -> text;
        };
    }
}
