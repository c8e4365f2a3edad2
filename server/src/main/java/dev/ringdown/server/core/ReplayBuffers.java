package dev.ringdown.server.core;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jctools.maps.NonBlockingHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The replay buffers of all who are absent: how many there may be, for how long, and how much they may keep. An absent
 * client costs its owner no connection, so each of these has a bound of its own.
 *
 * <p>Any thread may call any method; none blocks. What is to be done when an absence is over runs on an executor that is no
 * event loop's, whichever thread ended it. It tells others that the peer has left; from there the news takes the way through
 * the others' mailboxes, behind all that the peer had sent before it was lost.
 */
public final class ReplayBuffers {
    /**
     * What absences are held to.
     *
     * @param maxMessages kept for one client; one more, and its absence is over
     * @param maxBytes of messages kept for one client
     * @param grace how long a client may be absent
     * @param maxInRoom clients of one room that may be absent at once
     * @param maxInProcess clients of the whole process that may be absent at once
     */
    public record Limits(int maxMessages, long maxBytes, Duration grace, int maxInRoom, int maxInProcess) {}

    private final Limits limits;
    private final AddressQuota ofAddresses;
    private final MemoryBudget memory;
    private final Executor elsewhere;
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicBoolean relieving = new AtomicBoolean();
    /** Who is absent, with the moment at which it is over. */
    private final ConcurrentMap<ReplayBuffer, Long> open = new NonBlockingHashMap<>();

    /**
     * @param ofAddresses how many clients of one address may be absent at once
     * @param memory of the process
     * @param elsewhere runs what is to be done when an absence is over; not an event loop
     */
    public ReplayBuffers(Limits limits, AddressQuota ofAddresses, MemoryBudget memory, Executor elsewhere) {
        this.limits = limits;
        this.ofAddresses = ofAddresses;
        this.memory = memory;
        this.elsewhere = elsewhere;
    }

    /**
     * Makes room for one more absence. The caller puts the buffer in the place of the connection, and then {@link #watch
     * watches} it; or {@link ReplayBuffer#discard discards} it.
     *
     * @param whenOver is told once if the absence is over
     * @return null if there are as many as there may be
     */
    public @Nullable ReplayBuffer begin(AbsencePlace place, Consumer<ReplayBuffer> whenOver) {
        if (!ofAddresses.tryEnter(place.address())) {
            return null;
        }
        if (enter(place)) {
            return new ReplayBuffer(this, place, whenOver);
        }
        leave(place);
        return null;
    }

    /** The same for the moment between two connections of one client, which is never refused. */
    public ReplayBuffer bridge(AbsencePlace place, Consumer<ReplayBuffer> whenOver) {
        ofAddresses.enter(place.address());
        enter(place);
        return new ReplayBuffer(this, place, whenOver);
    }

    /** Counts one of its room and of the process, and says whether there may be so many. */
    private boolean enter(AbsencePlace place) {
        boolean roomMay = place.room().absent().incrementAndGet() <= limits.maxInRoom();
        boolean processMay = count.incrementAndGet() <= limits.maxInProcess();
        return roomMay && processMay;
    }

    /** From now on the time of this absence is running. */
    public void watch(ReplayBuffer buffer) {
        open.put(buffer, System.nanoTime() + limits.grace().toNanos());
        if (!buffer.isOpen()) {
            open.remove(buffer);
        }
    }

    /** An absence has ended, one way or the other. Exactly once for each. */
    void ended(ReplayBuffer buffer) {
        open.remove(buffer);
        leave(buffer.place());
    }

    private void leave(AbsencePlace place) {
        count.decrementAndGet();
        place.room().absent().decrementAndGet();
        ofAddresses.leave(place.address());
    }

    /** Does something for which the calling thread may not be an event loop, soon. */
    void over(Runnable task) {
        elsewhere.execute(task);
    }

    /** Ends the absences that have lasted for the whole grace. */
    public void expire() {
        long now = System.nanoTime();
        for (Map.Entry<ReplayBuffer, Long> absence : open.entrySet()) {
            if (now - absence.getValue() >= 0) {
                absence.getKey().end();
            }
        }
    }

    /** The server has ended: nobody comes back, and nobody is told. */
    public void end() {
        open.keySet().forEach(ReplayBuffer::discard);
    }

    /** How many are absent. */
    public int size() {
        return count.get();
    }

    /** Of how many the time is running. */
    int watched() {
        return open.size();
    }

    // ---- memory

    MemoryBudget memory() {
        return memory;
    }

    /** Whether so much may be kept for one client. */
    boolean mayKeep(int messages, long bytes) {
        return messages <= limits.maxMessages() && bytes <= limits.maxBytes();
    }

    /** Reserves memory of the process, that of the greatest buffers if there is no other. */
    boolean reserve(long bytes) {
        return memory.tryReserve(bytes) || (relieve() && memory.tryReserve(bytes));
    }

    /** The same for a message that others keep too. */
    boolean keep(SharedMessage message) {
        return message.tryKeep(memory) || (relieve() && message.tryKeep(memory));
    }

    /**
     * Ends the greatest absences until an eighth of the memory is free: so much that this is not needed again soon, since it
     * looks at all of them. Whoever finds that the process is over its limit may call it.
     *
     * @return false if another thread does so just now
     */
    public boolean relieve() {
        if (!relieving.compareAndSet(false, true)) {
            return false;
        }
        try {
            long target = memory.limitBytes() - memory.limitBytes() / 8;
            if (memory.reservedBytes() > target) {
                List<Sized> greatestFirst = open.keySet().stream()
                        .map(buffer -> new Sized(buffer, buffer.bytes()))
                        .sorted(Comparator.comparingLong(Sized::bytes).reversed())
                        .toList();
                for (Sized next : greatestFirst) {
                    if (memory.reservedBytes() <= target) {
                        break;
                    }
                    next.buffer().end();
                }
            }
            return true;
        } finally {
            relieving.set(false);
        }
    }

    /** A buffer with its size at one moment, since sizes that change cannot be sorted by. */
    private record Sized(ReplayBuffer buffer, long bytes) {}
}
