package dev.ringdown.server.dialect;

import java.io.IOException;
import java.util.List;

/**
 * Two clients of a dialect that may talk, and how one says something to the other: what a dialect's conformance test has
 * to provide.
 */
public interface Conversation {
    /** The one who speaks. */
    Client speaker();

    /** The one who hears it, and has read everything that came before. */
    Client listener();

    /**
     * What the speaker sends so that the listener hears a text.
     *
     * @param text without characters that need escapes
     */
    String said(String text);

    /** What the listener must then get, to the byte. */
    String heard(String text);

    /** What the speaker sends to pass for somebody else; null if the dialect's messages do not name their sender. */
    default String saidAsSomebodyElse(String text) {
        return said(text);
    }

    /** What the speaker could send for that, in which a receiver's parser might take something else for a field that routes. */
    default List<String> saidAmbiguously(String text) {
        return List.of();
    }

    /** Something that is no message of the dialect; null if everything is. */
    String malformed();

    /** Whether a message tells its receiver that something was refused. */
    boolean isRefusal(String message);

    /** Whether a message tells the listener that the speaker is gone. */
    boolean isNewsOfLoss(String message);

    /** Whether a message tells the speaker that the listener is gone. */
    boolean isNewsOfListenersLoss(String message);

    /** Reads what the listener gets until this text was heard, to get over news. */
    default void hear(String text) throws IOException {
        String expected = heard(text);
        String next;
        do {
            next = listener().read();
        } while (!next.equals(expected));
    }
}
