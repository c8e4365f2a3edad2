package dev.ringdown.server.transport;

import java.util.concurrent.RejectedExecutionException;

/**
 * Moves one connection from its event loop to another one, so that the peers of a room need no mailbox between them. Three
 * steps, each a task of the event loop that owns the connection at that time:
 *
 * <ol>
 *   <li>{@link #begin}, on the old loop, inside the dialect's call: input waits and output is gathered from now on.
 *   <li>{@link #depart}, on the old loop, when that call is done: the socket and the table of the old loop let go, then the
 *       owner changes. After that the old loop's thread must not touch the connection; every access asserts it.
 *   <li>{@link #arrive}, on the new loop: the socket is registered there, the step for which it moved runs, then what waited is
 *       read.
 * </ol>
 *
 * <p>Only a connection that no peer knows yet migrates: so nothing can be sent to it meanwhile, and nothing is overtaken. One
 * that begins to close, whose client is behind with reading, or whose server is about to stop, stays where it is. One whose
 * new loop has ended is handed back and ends.
 */
final class Migration {
    private final Connection connection;
    private final Loop from;
    private final Loop to;
    private final Runnable step;

    /**
     * @param to another event loop than the connection's
     * @param step runs once on the loop where the connection is then; not at all if it ends before
     */
    Migration(Connection connection, Loop to, Runnable step) {
        this.connection = connection;
        this.from = connection.loop();
        this.to = to;
        this.step = step;
    }

    void begin() {
        from.later(this::depart);
    }

    private void depart() {
        if (!connection.isMigrating()
                || from.hasStoppedMigrations()
                || !connection.wire().leaveLoop()) {
            connection.migrated(step);
            return;
        }
        from.remove(connection);
        connection.handOver(to);
        try {
            to.later(this::arrive);
        } catch (RejectedExecutionException ended) {
            connection.handOver(from);
            from.add(connection);
            connection.abort();
        }
    }

    private void arrive() {
        assert !connection.isEnded() : "something ended a connection that no loop had";
        to.add(connection);
        connection.wire().start();
        connection.migrated(step);
    }
}
