package dev.ringdown.server.transport;

/**
 * One step of an interleaving. It holds everything that it depends on beside the state, so that any list of steps is an
 * interleaving: one that makes no sense does nothing.
 *
 * @param who the event loop or the client, by number
 * @param much how far, how much, or which
 */
record SimulatedStep(Kind kind, int who, int much) {
    enum Kind {
        /** An event loop goes on, until it has passed so many points at which it can be interrupted. */
        LOOP,
        /** The timer, as {@link #LOOP}. */
        TIMER,
        /** The thread of the store, as {@link #LOOP}. */
        DISK,
        /** A client connects. */
        CONNECT,
        /** A client says something. */
        ACT,
        /** So many bytes of what a client sent arrive. */
        DELIVER,
        /** A client reads so many bytes. */
        READ,
        /** The server's kernel keeps no more than so many bytes for a client. */
        CAPACITY,
        /** A client sends a Close. */
        CLOSE,
        /** A client ends its half of TCP. */
        FIN,
        /** A client resets its connection. */
        RESET,
        /** A client vanishes without a word. */
        SILENCE,
        /** So many milliseconds pass. */
        TIME,
        /** The server begins to stop. */
        SHUTDOWN
    }

    @Override
    public String toString() {
        return kind + "(" + who + ", " + much + ")";
    }
}
