package dev.ringdown.server.dialect;

import java.io.IOException;

/** Where the clients of a test come from. */
public interface Clients extends AutoCloseable {
    /** A client whose handshake was answered. */
    Client open() throws IOException;

    /** A client that comes with a query in its URL, such as {@code format=json}. */
    Client open(String query) throws IOException;

    @Override
    void close();
}
