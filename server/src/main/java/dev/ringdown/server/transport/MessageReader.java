package dev.ringdown.server.transport;

import io.netty.buffer.ByteBuf;

/**
 * Makes messages of the bytes that a connection brings, and hands them to its session. Confined to the connection's event
 * loop.
 */
interface MessageReader {
    /**
     * Takes what one read brought.
     *
     * @param in the caller's, valid until this returns; what is left in it, when the connection is closing, is ignored
     * @throws Violation if the client broke the rules, and the connection has to end
     */
    void read(ByteBuf in) throws Violation;

    /**
     * The client has ended its half of the connection, or its time is over: what has come is all that comes. The connection
     * is closed after this, behind what is answered here.
     */
    default void endOfInput() {}

    /** The connection has migrated: runs the step for which it did, then reads what came meanwhile. */
    void resume(Runnable step) throws Violation;

    /** Nothing more comes: gives back what it holds. */
    void end();
}
