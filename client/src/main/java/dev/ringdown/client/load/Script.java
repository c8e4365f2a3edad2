package dev.ringdown.client.load;

/**
 * What one peer says to another: a first message, and others of one kind after it.
 *
 * @param firstSize bytes of the first text frame as the client sends it
 * @param restSize bytes of each later one
 */
record Script(MessageKind first, int firstSize, MessageKind rest, int restSize) {
    /** The same kind and size throughout. */
    static Script always(MessageKind kind, int size) {
        return new Script(kind, size, kind, size);
    }

    MessageKind kind(int number) {
        return number == 0 ? first : rest;
    }

    int size(int number) {
        return number == 0 ? firstSize : restSize;
    }
}
