package dev.ringdown.server.dialect.bridge;

import dev.ringdown.protocol.bridge.BridgeCodec;
import dev.ringdown.protocol.bridge.BridgeResponse;
import dev.ringdown.server.config.BridgeSettings;
import dev.ringdown.server.core.AddressBook;
import dev.ringdown.server.core.SessionLink;
import dev.ringdown.server.dialect.Dialect;
import dev.ringdown.server.dialect.DialectSession;
import dev.ringdown.server.dialect.Handshake;
import dev.ringdown.server.dialect.HandshakeRefused;
import dev.ringdown.server.dialect.MessageLimits;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The bridge door: its address book, and a {@link BridgeSession} for each connection. It is one of lines over plain TCP,
 * and {@link #overWebSocket} makes the one beside it, where it is wanted, for programs that have no plain TCP, as pages do.
 */
public final class BridgeDialect implements Dialect {
    private static final MessageLimits LIMITS =
            new MessageLimits(BridgeCodec.MAX_REQUEST_BYTES, BridgeCodec.MAX_REQUEST_BYTES, 1);

    private final AddressBook book;
    private final Duration quietPeriod;
    private final @Nullable String path;
    private final boolean onlyThisMachine;

    /**
     * The door of plain TCP.
     *
     * @param settings of this door
     */
    public BridgeDialect(BridgeSettings settings) {
        this(
                new AddressBook(
                        settings.entryLifetime(),
                        settings.maxClients(),
                        System::nanoTime,
                        contacts -> BridgeCodec.encode(new BridgeResponse.InfoAck(contacts))),
                settings.quietPeriod(),
                null,
                false);
    }

    private BridgeDialect(AddressBook book, Duration quietPeriod, @Nullable String path, boolean onlyThisMachine) {
        this.book = book;
        this.quietPeriod = quietPeriod;
        this.path = path;
        this.onlyThisMachine = onlyThisMachine;
    }

    /**
     * The same address book behind a WebSocket: each message is a request, its answer is one too, and the connection stays.
     *
     * @param onlyThisMachine whether a client from elsewhere is refused, as it would be by a port of plain TCP that is
     *     bound to the loopback; see {@link ThisMachine}
     */
    public BridgeDialect overWebSocket(String path, boolean onlyThisMachine) {
        return new BridgeDialect(book, quietPeriod, path, onlyThisMachine);
    }

    @Override
    public String name() {
        return "bridge";
    }

    @Override
    public @Nullable String path() {
        return path;
    }

    @Override
    public MessageLimits limits() {
        return LIMITS;
    }

    /**
     * Takes a client in.
     *
     * @throws HandshakeRefused 403 if it is not of this machine, and has to be
     */
    @Override
    public DialectSession open(Handshake handshake, SessionLink link) throws HandshakeRefused {
        if (onlyThisMachine && !ThisMachine.sent(handshake)) {
            throw new HandshakeRefused(403, "The bridge is open to this server's own machine only.\n");
        }
        return new BridgeSession(book, link, quietPeriod, path == null);
    }
}
