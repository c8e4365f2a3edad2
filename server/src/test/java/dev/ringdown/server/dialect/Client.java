package dev.ringdown.server.dialect;

import java.io.IOException;

/** A client of a dialect under test, over a socket or in memory. Every read fails after some seconds. */
public interface Client {
    /** Sends a text message. */
    void send(String text) throws IOException;

    /** Sends a binary message. */
    void sendBinary(byte[] bytes) throws IOException;

    /** The next text message that comes. */
    String read() throws IOException;

    /** Waits for the end that the server makes, over text messages that may still come. */
    void readEnd() throws IOException;

    /** Loses the connection, without a word. */
    void drop() throws IOException;
}
