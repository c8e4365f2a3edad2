package dev.ringdown.server.dialect.vyoma;

import dev.ringdown.protocol.vyoma.Format;
import dev.ringdown.protocol.vyoma.VyomaCodec;
import dev.ringdown.server.config.VyomaSettings;
import dev.ringdown.server.core.Matchmaker;
import dev.ringdown.server.core.SessionLink;
import dev.ringdown.server.dialect.Dialect;
import dev.ringdown.server.dialect.DialectSession;
import dev.ringdown.server.dialect.Handshake;
import dev.ringdown.server.dialect.HandshakeRefused;
import dev.ringdown.server.dialect.MessageLimits;

/**
 * The vyoma door: those who wait, and a {@link VyomaSession} for each client. A client speaks plain text, as those of the
 * seed do, unless it asks for {@code ?format=json}; two who are paired may differ in that.
 */
public final class VyomaDialect implements Dialect {
    private static final int BAD_REQUEST = 400;

    private final VyomaSettings settings;
    private final MessageLimits limits;
    private final Matchmaker<VyomaSession> matchmaker = new Matchmaker<>();
    private final ThreadLocal<VyomaCodec> codec = ThreadLocal.withInitial(VyomaCodec::new);

    /**
     * @param settings of this door
     * @param limits of the messages that it takes
     */
    public VyomaDialect(VyomaSettings settings, MessageLimits limits) {
        this.settings = settings;
        this.limits = limits;
    }

    @Override
    public String name() {
        return "vyoma";
    }

    @Override
    public String path() {
        return settings.path();
    }

    @Override
    public MessageLimits limits() {
        return limits;
    }

    @Override
    public DialectSession open(Handshake handshake, SessionLink link) throws HandshakeRefused {
        String wanted = handshake.parameter("format");
        Format format = wanted == null ? Format.TEXT : Format.named(wanted);
        if (format == null) {
            throw new HandshakeRefused(BAD_REQUEST, "There is no such format, only 'text' and 'json'.\n");
        }
        return new VyomaSession(matchmaker, codec.get(), link, format);
    }
}
