package dev.ringdown.server.dialect.rooms;

import dev.ringdown.protocol.rooms.RoomsCodec;
import dev.ringdown.server.config.RoomsSettings;
import dev.ringdown.server.core.NameRegistry;
import dev.ringdown.server.core.Rooms;
import dev.ringdown.server.core.SessionLink;
import dev.ringdown.server.dialect.Dialect;
import dev.ringdown.server.dialect.DialectSession;
import dev.ringdown.server.dialect.Handshake;
import dev.ringdown.server.dialect.MessageLimits;
import java.security.SecureRandom;

/** The rooms door: its rooms and its names, and a {@link RoomsSession} for each client. */
public final class RoomsDialect implements Dialect {
    /** What sessions of one event loop share, since neither may be used by two threads at once without a lock. */
    record Confined(RoomsCodec codec, SecureRandom random) {}

    private final RoomsSettings settings;
    private final MessageLimits limits;
    private final Rooms rooms;
    private final NameRegistry presence = new NameRegistry();
    private final ThreadLocal<Confined> confined =
            ThreadLocal.withInitial(() -> new Confined(new RoomsCodec(), new SecureRandom()));

    /**
     * @param settings of this door
     * @param limits of the messages that it takes
     */
    public RoomsDialect(RoomsSettings settings, MessageLimits limits) {
        this.settings = settings;
        this.limits = limits;
        this.rooms = new Rooms(settings.maxMembers());
    }

    @Override
    public String name() {
        return "rooms";
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
    public DialectSession open(Handshake handshake, SessionLink link) {
        return new RoomsSession(this, link);
    }

    /** What the sessions of the calling event loop share. */
    Confined confined() {
        return confined.get();
    }

    RoomsSettings settings() {
        return settings;
    }

    Rooms rooms() {
        return rooms;
    }

    NameRegistry names() {
        return presence;
    }
}
