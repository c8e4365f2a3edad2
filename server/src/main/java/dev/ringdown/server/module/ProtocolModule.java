package dev.ringdown.server.module;

import dev.ringdown.server.config.Configuration;
import dev.ringdown.server.core.MemoryBudget;
import dev.ringdown.server.dialect.Dialect;
import dev.ringdown.server.dialect.MessageLimits;
import dev.ringdown.server.http.Routes;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * A protocol with everything that it adds to the server: its dialects, its own port, its HTTP routes, what it keeps. Opened and
 * closed by one thread that is not an event loop; the routes are answered on event loops.
 */
public interface ProtocolModule extends AutoCloseable {
    /**
     * What a module is made of.
     *
     * @param limits of a message over WebSocket
     * @param memory counts the bytes that wait in this process
     * @param timer one thread, for what is done from time to time
     */
    record Parts(
            Configuration configuration, MessageLimits limits, MemoryBudget memory, ScheduledExecutorService timer) {}

    /** Makes a module. */
    @FunctionalInterface
    interface Factory {
        /**
         * Opens the module.
         *
         * @return null if the configuration switches the protocol off
         * @throws IOException if what the module keeps on disk cannot be used
         */
        @Nullable
        ProtocolModule open(Parts parts) throws IOException;
    }

    /** An address of plain TCP, where a dialect of lines is spoken. */
    record LinesEndpoint(String host, int port, Dialect dialect) {}

    /** The dialects over WebSocket, each with a path of its own on the port that all share. */
    List<Dialect> dialects();

    /** Where the protocol is spoken in lines over plain TCP; null if it is not. */
    default @Nullable LinesEndpoint lines() {
        return null;
    }

    /** The port on which older clients expect this protocol alone, on any path; negative if there is none. */
    default int ownPort() {
        return -1;
    }

    /** Adds routes to the port that all protocols share and to the own port. */
    default void addTo(Routes.Builder routes) {}

    /** Adds further routes to the own port. */
    default void addToOwnPort(Routes.Builder routes) {}

    /** Whether the demo and the client for browsers are on the own port, too. */
    default boolean hasPagesOnOwnPort() {
        return false;
    }

    /** Adds routes to the management port. */
    default void addToManagement(Routes.Builder routes) {}

    /** Why the server should get no new clients now; null if there is no reason. Any thread. */
    default @Nullable String fault() {
        return null;
    }

    /** Gives everything back, when there are no connections any more. */
    @Override
    default void close() {}
}
