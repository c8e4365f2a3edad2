package dev.ringdown.server.transport;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jctools.queues.MpscUnboundedArrayQueue;

/**
 * What other event loops have left for one. Parcels of one sender stay in order, and whoever delivers one sees everything that
 * its sender had done before. One wake-up serves all that comes before it is heard.
 *
 * <p>Only {@link #post} may be called from other threads; it never blocks. How much waits is bounded by {@link FlowControl}.
 */
final class Mailbox {
    /** How many parcels are delivered before others have their turn. */
    private static final int MOST_AT_ONCE = 512;

    private static final int CHUNK = 1024;

    private final Executor loop;
    private final Consumer<Parcel> delivery;
    private final Runnable delivered;
    private final MpscUnboundedArrayQueue<Parcel> parcels = new MpscUnboundedArrayQueue<>(CHUNK);
    /** Whether the loop is to come, and will look at all that was posted before it does. */
    private final AtomicBoolean awake = new AtomicBoolean();

    /**
     * @param loop runs one task after the other; takes none any more when it has ended
     * @param delivery gets one parcel after the other, on the loop, and lets no fault through
     * @param delivered runs on the loop after some were delivered
     */
    Mailbox(Executor loop, Consumer<Parcel> delivery, Runnable delivered) {
        this.loop = loop;
        this.delivery = delivery;
        this.delivered = delivered;
    }

    /** Leaves something for the loop; any thread. */
    void post(Parcel parcel) {
        parcels.offer(parcel);
        wake();
    }

    private void wake() {
        if (!awake.get() && awake.compareAndSet(false, true)) {
            try {
                loop.execute(this::drain);
            } catch (RejectedExecutionException stopped) {
                // the loop has ended, and its connections with it
            }
        }
    }

    private void drain() {
        // before the first look: what comes after the last one wakes the loop again
        awake.set(false);
        Parcel parcel = null;
        for (int i = 0; i < MOST_AT_ONCE && (parcel = parcels.poll()) != null; i++) {
            delivery.accept(parcel);
        }
        if (parcel != null) {
            wake();
        }
        delivered.run();
    }
}
