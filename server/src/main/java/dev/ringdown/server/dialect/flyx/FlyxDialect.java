package dev.ringdown.server.dialect.flyx;

import dev.ringdown.protocol.flyx.FlyxCodec;
import dev.ringdown.server.config.FlyxSettings;
import dev.ringdown.server.core.AbsencePlace;
import dev.ringdown.server.core.AddressQuota;
import dev.ringdown.server.core.AddressRateLimiter;
import dev.ringdown.server.core.HostedRoom;
import dev.ringdown.server.core.HostedRooms;
import dev.ringdown.server.core.MemoryBudget;
import dev.ringdown.server.core.SessionLink;
import dev.ringdown.server.dialect.Dialect;
import dev.ringdown.server.dialect.DialectSession;
import dev.ringdown.server.dialect.Handshake;
import dev.ringdown.server.dialect.HandshakeRefused;
import dev.ringdown.server.dialect.MessageLimits;
import java.security.SecureRandom;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The flyx door: below its path stand the ids of the rooms that were made, and behind each a {@link FlyxSession} for each
 * client. The timer looks for rooms and absent clients whose time is over.
 */
public final class FlyxDialect implements Dialect {
    private static final Logger LOG = LoggerFactory.getLogger(FlyxDialect.class);
    private static final int NOT_ACCEPTABLE = 406;
    private static final int GONE = 410;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int LOOK_EVERY_MILLIS = 250;

    /** What sessions of one event loop share, since neither may be used by two threads at once without a lock. */
    record Confined(FlyxCodec codec, SecureRandom random) {}

    private final FlyxSettings settings;
    private final MessageLimits limits;
    private final HostedRooms rooms;
    private final AddressRateLimiter misses;
    private final MemoryBudget memory;
    private final Absences absences;
    private final ThreadLocal<Confined> confined =
            ThreadLocal.withInitial(() -> new Confined(new FlyxCodec(), new SecureRandom()));

    /**
     * @param settings of this door
     * @param limits of the messages that it takes
     * @param rooms that clients may enter
     * @param misses how often an address may ask for a room that is not there
     * @param absent how many clients of one address may be absent
     * @param memory of the process: what is kept for absent clients counts there
     * @param timer looks for what has expired, and tells others of an absence that is over; whoever shuts it down stops that
     */
    public FlyxDialect(
            FlyxSettings settings,
            MessageLimits limits,
            HostedRooms rooms,
            AddressRateLimiter misses,
            AddressQuota absent,
            MemoryBudget memory,
            ScheduledExecutorService timer) {
        this.settings = settings;
        this.limits = limits;
        this.rooms = rooms;
        this.misses = misses;
        this.memory = memory;
        this.absences = new Absences(settings, absent, memory, timer);
        timer.scheduleWithFixedDelay(this::look, LOOK_EVERY_MILLIS, LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public String name() {
        return "flyx";
    }

    @Override
    public String path() {
        return settings.path() + "/";
    }

    @Override
    public MessageLimits limits() {
        return limits;
    }

    /**
     * Lets a client into the room that its path names.
     *
     * @throws HandshakeRefused 406 if there is no such room, to the letter of the seed; 429 if the client's address has
     *     asked for too many of that kind; 410 if it wants to go on with a session that is over
     */
    @Override
    public DialectSession open(Handshake handshake, SessionLink link) throws HandshakeRefused {
        if (misses.isSpent(handshake.remote())) {
            throw new HandshakeRefused(
                    TOO_MANY_REQUESTS, "Too many attempts, come back later.\n", misses.retryAfterSeconds());
        }
        HostedRoom room = room(handshake.path());
        if (room == null) {
            misses.spend(handshake.remote());
            throw new HandshakeRefused(NOT_ACCEPTABLE, "No room found");
        }
        String resume = resume(handshake);
        if (resume == null || resume.isEmpty()) {
            return new FlyxSession(this, new AbsencePlace(room, handshake.remote()), link, resume != null);
        }
        Seat seat = absences.takeUp(resume, room);
        if (seat == null) {
            misses.spend(handshake.remote());
            throw new HandshakeRefused(GONE, "The session is over, or the key was used before.\n");
        }
        return new FlyxSession(this, seat, link);
    }

    /** What the sessions of the calling event loop share. */
    Confined confined() {
        return confined.get();
    }

    /** The memory of the process. */
    MemoryBudget memory() {
        return memory;
    }

    /** Who is away and may come back. */
    Absences absences() {
        return absences;
    }

    private @Nullable HostedRoom room(String path) {
        return path.startsWith(path()) ? rooms.find(path.substring(path().length())) : null;
    }

    /** The key to resume with; empty from a client that has none yet but would like one; null from any other. */
    private static @Nullable String resume(Handshake handshake) {
        String parameter = handshake.parameter("resume");
        return parameter == null ? handshake.headers().value("X-Ringdown-Resume") : parameter;
    }

    /** The server has ended: lets go of what is kept for those who are absent. */
    public void end() {
        absences.buffers().end();
    }

    private void look() {
        try {
            absences.buffers().expire();
            int expired = rooms.expire();
            if (expired > 0) {
                LOG.debug("{} rooms expired, {} are left", expired, rooms.all().size());
            }
        } catch (RuntimeException bug) {
            // a periodic task that throws is never run again
            LOG.error("A fault while looking for what has expired", bug);
        }
    }
}
