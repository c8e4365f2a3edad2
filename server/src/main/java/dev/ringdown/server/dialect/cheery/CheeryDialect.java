package dev.ringdown.server.dialect.cheery;

import dev.ringdown.protocol.cheery.CheeryCodec;
import dev.ringdown.protocol.cheery.CheeryEvent;
import dev.ringdown.server.config.CheerySettings;
import dev.ringdown.server.core.IpText;
import dev.ringdown.server.core.PresenceList;
import dev.ringdown.server.core.SessionLink;
import dev.ringdown.server.dialect.Dialect;
import dev.ringdown.server.dialect.DialectSession;
import dev.ringdown.server.dialect.Handshake;
import dev.ringdown.server.dialect.MessageLimits;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The cheery door: its list of users, and a {@link CheerySession} for each client. Everybody on the list gets a JSON
 * {@code ping} now and then, since clients written for the seed may wait for one; that they are alive is known without
 * their {@code pong}, from the WebSocket below.
 */
public final class CheeryDialect implements Dialect {
    private static final byte[] PING = CheeryCodec.encode(new CheeryEvent.Ping());

    private final CheerySettings settings;
    private final MessageLimits limits;
    private final PresenceList presenceList;
    private final ThreadLocal<CheeryCodec> codec = ThreadLocal.withInitial(CheeryCodec::new);

    /**
     * @param settings of this door
     * @param limits of the messages that it takes
     * @param timer one thread, on which lists and heartbeats are sent
     */
    public CheeryDialect(CheerySettings settings, MessageLimits limits, ScheduledExecutorService timer) {
        this.settings = settings;
        this.limits = limits;
        PresenceList users = new PresenceList(
                names -> CheeryCodec.encode(new CheeryEvent.UserList(names)), timer, settings.listInterval());
        this.presenceList = users;
        long heartbeatMillis = settings.heartbeatInterval().toMillis();
        if (heartbeatMillis > 0) {
            timer.scheduleWithFixedDelay(
                    () -> users.tell(PING), heartbeatMillis, heartbeatMillis, TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public String name() {
        return "cheery";
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
        return new CheerySession(this, codec.get(), link, IpText.of(handshake.remote()));
    }

    CheerySettings settings() {
        return settings;
    }

    PresenceList presenceList() {
        return presenceList;
    }
}
