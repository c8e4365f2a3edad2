package dev.ringdown.server.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ringdown.protocol.CloseReason;
import dev.ringdown.protocol.ProtocolError;
import dev.ringdown.protocol.ProtocolException;
import dev.ringdown.protocol.Splice;
import dev.ringdown.server.core.Peer;
import dev.ringdown.server.core.PeerLink;
import dev.ringdown.server.core.Room;
import dev.ringdown.server.core.SessionLink;
import dev.ringdown.server.core.SharedMessage;
import io.netty.buffer.ByteBuf;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Clients without a socket: they call the dialect's sessions as the transport does. */
public final class MemoryClients implements Clients {
    private final Dialect dialect;

    /**
     * @param dialect under test
     */
    public MemoryClients(Dialect dialect) {
        this.dialect = dialect;
    }

    @Override
    public Client open() {
        return open("");
    }

    @Override
    public Client open(String query) {
        int equals = query.indexOf('=');
        Map<String, List<String>> parameters =
                equals < 0 ? Map.of() : Map.of(query.substring(0, equals), List.of(query.substring(equals + 1)));
        String path = dialect.path();
        Handshake handshake =
                new Handshake(path == null ? "" : path, parameters, name -> null, InetAddress.getLoopbackAddress());
        MemoryClient client = new MemoryClient();
        try {
            client.session = dialect.open(handshake, client);
        } catch (HandshakeRefused refused) {
            throw new AssertionError(refused);
        }
        client.session.opened();
        return client;
    }

    @Override
    public void close() {}

    private static final class MemoryClient implements Client, SessionLink {
        private static final String END = "\0";

        private final BlockingQueue<String> inbox = new LinkedBlockingQueue<>();
        private @Nullable DialectSession session;
        private boolean ended;

        private DialectSession session() {
            if (session == null) {
                throw new AssertionError("not opened");
            }
            return session;
        }

        @Override
        public void send(String text) {
            byte[] bytes = ("xx" + text + "yy").getBytes(UTF_8);
            try {
                session().text(bytes, 2, bytes.length - 4);
            } catch (ProtocolException refused) {
                session().refuse(refused);
            }
        }

        @Override
        public void sendBinary(byte[] bytes, int offset, int length) {
            throw new AssertionError("no dialect of text sends binary");
        }

        @Override
        public void sendBinary(byte[] bytes) {
            try {
                session().binary(bytes, 0, bytes.length);
            } catch (ProtocolException refused) {
                session().refuse(refused);
            }
        }

        @Override
        public String read() {
            try {
                String next = inbox.poll(10, TimeUnit.SECONDS);
                if (next == null || next.equals(END)) {
                    throw new AssertionError(next == null ? "nothing came" : "the connection ended");
                }
                return next;
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public void readEnd() {
            try {
                String next;
                do {
                    next = inbox.poll(10, TimeUnit.SECONDS);
                } while (next != null && !next.equals(END));
                if (next == null) {
                    throw new AssertionError("the connection did not end");
                }
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public void drop() {
            close(CloseReason.NORMAL);
        }

        @Override
        public void send(byte[] bytes, int offset, int length) {
            if (!ended) {
                inbox.add(new String(bytes, offset, length, UTF_8));
            }
        }

        @Override
        public void send(SharedMessage message) {
            ByteBuf bytes = message.share();
            if (!ended) {
                inbox.add(bytes.toString(UTF_8));
            }
            bytes.release();
        }

        @Override
        public void send(byte[] bytes, int offset, int length, PeerLink cause) {
            send(bytes, offset, length);
        }

        @Override
        public void send(SharedMessage message, PeerLink cause) {
            send(message);
        }

        @Override
        public boolean relay(Splice splice, PeerLink from, @Nullable Peer to, @Nullable Room within) {
            byte[] message = new byte[splice.length()];
            splice.copyTo(message, 0);
            send(message);
            return true;
        }

        @Override
        public void close(CloseReason reason) {
            if (!ended) {
                ended = true;
                inbox.add(END);
                session().closed();
            }
        }

        @Override
        public void setDeadline(Duration within, CloseReason otherwise) {}

        @Override
        public void clearDeadline() {}

        @Override
        public void execute(Runnable task) {
            task.run();
        }

        @Override
        public void countIgnored(ProtocolError error) {}
    }
}
