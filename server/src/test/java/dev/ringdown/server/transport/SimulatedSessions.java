package dev.ringdown.server.transport;

import dev.ringdown.protocol.ProtocolException;
import dev.ringdown.server.core.SessionLink;
import dev.ringdown.server.dialect.Dialect;
import dev.ringdown.server.dialect.DialectSession;
import dev.ringdown.server.dialect.Handshake;
import dev.ringdown.server.dialect.HandshakeRefused;
import dev.ringdown.server.dialect.MessageLimits;
import dev.ringdown.server.simulation.Findings;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looks on as the transport calls the sessions: each on its connection's event loop, and in the order that they are promised. */
final class SimulatedSessions {
    private final List<Watched> all = new ArrayList<>();

    /** The same dialect, looked on. */
    Dialect watch(Dialect dialect) {
        return new WatchedDialect(dialect);
    }

    /** Every one has to have ended by now, even if it never began. */
    void checkAllEnded() {
        for (Watched session : all) {
            Findings.check(session.ends == 1, session + " was ended " + session.ends + " times");
        }
    }

    private final class WatchedDialect implements Dialect {
        private final Dialect dialect;

        WatchedDialect(Dialect dialect) {
            this.dialect = dialect;
        }

        @Override
        public String name() {
            return dialect.name();
        }

        @Override
        public @Nullable String path() {
            return dialect.path();
        }

        @Override
        public MessageLimits limits() {
            return dialect.limits();
        }

        @Override
        public DialectSession open(Handshake handshake, SessionLink link) throws HandshakeRefused {
            Watched watched = new Watched(dialect.open(handshake, link), (Connection) link);
            all.add(watched);
            return watched;
        }
    }

    private static final class Watched implements DialectSession {
        private final DialectSession session;
        private final Connection connection;
        private boolean opened;
        private int ends;

        Watched(DialectSession session, Connection connection) {
            this.session = session;
            this.connection = connection;
        }

        private void called(String what, boolean inOrder) {
            if (!connection.loop().inEventLoop() || !inOrder) {
                Findings.report(session + " is called out of order or by a loop that is not its own: " + what);
            }
        }

        @Override
        public void opened() {
            called("opened", !opened && ends == 0);
            opened = true;
            session.opened();
        }

        @Override
        public void text(byte[] bytes, int offset, int length) {
            called("text", opened && ends == 0);
            session.text(bytes, offset, length);
        }

        @Override
        public void binary(byte[] bytes, int offset, int length) {
            called("binary", opened && ends == 0);
            session.binary(bytes, offset, length);
        }

        @Override
        public void refuse(ProtocolException error) {
            called("refuse", opened && ends == 0);
            session.refuse(error);
        }

        @Override
        public void closed() {
            called("closed", ends == 0);
            ends++;
            session.closed();
        }

        @Override
        public void lost() {
            called("lost", ends == 0);
            ends++;
            session.lost();
        }

        @Override
        public String toString() {
            return session.toString();
        }
    }
}
