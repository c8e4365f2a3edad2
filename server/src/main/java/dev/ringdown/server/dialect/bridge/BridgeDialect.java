package dev.ringdown.server.dialect.bridge;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.ringdown.protocol.bridge.BridgeCodec;
import dev.ringdown.server.config.BridgeSettings;
import dev.ringdown.server.core.AddressBook;
import dev.ringdown.server.core.PeerLink;
import dev.ringdown.server.dialect.Dialect;
import dev.ringdown.server.dialect.DialectSession;
import dev.ringdown.server.dialect.Handshake;
import dev.ringdown.server.dialect.MessageLimits;
import org.jspecify.annotations.Nullable;

/** The bridge door: its address book, and a {@link BridgeSession} for each request. */
public final class BridgeDialect implements Dialect {
    private static final MessageLimits LIMITS =
            new MessageLimits(BridgeCodec.MAX_REQUEST_BYTES, BridgeCodec.MAX_REQUEST_BYTES, 1);

    private final AddressBook book;

    /**
     * @param settings of this door
     */
    public BridgeDialect(BridgeSettings settings) {
        this(settings, Ticker.systemTicker());
    }

    BridgeDialect(BridgeSettings settings, Ticker clock) {
        this.book = new AddressBook(settings.entryLifetime(), settings.maxClients(), clock);
    }

    @Override
    public String name() {
        return "bridge";
    }

    @Override
    public @Nullable String path() {
        return null;
    }

    @Override
    public MessageLimits limits() {
        return LIMITS;
    }

    @Override
    public DialectSession open(Handshake handshake, PeerLink link) {
        return new BridgeSession(book, link);
    }
}
