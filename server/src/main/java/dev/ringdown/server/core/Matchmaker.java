package dev.ringdown.server.core;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Pairs those who come, in the order in which they come. Any number may come and go at once, from any event loop; none
 * blocks.
 *
 * <p>Who comes while somebody waits is paired with that one and does not wait: so there is never more than one who waits,
 * and the queue is a single place. It has these transitions, each of them one compare-and-set:
 *
 * <ul>
 *   <li>empty → taken, by who comes and finds nobody, and waits now;
 *   <li>taken → empty, by who comes next: the two are paired;
 *   <li>taken → empty, by the one who waits and does not want to any longer.
 * </ul>
 *
 * Of all who try to empty the place one can. So nobody is paired twice, nobody is paired who has left, nothing remains of
 * one who left, and of two who come at once one finds the other.
 *
 * @param <T> who is paired; one by identity, who is not to come again while it waits
 */
public final class Matchmaker<T> {
    private final AtomicReference<@Nullable T> waiting = new AtomicReference<>();

    /**
     * Somebody comes.
     *
     * @return whom it is paired with; null if nobody else is there, and it waits now
     */
    public @Nullable T meet(T newcomer) {
        while (true) {
            T other = waiting.get();
            if (waiting.compareAndSet(other, other == null ? newcomer : null)) {
                return other;
            }
        }
    }

    /**
     * Somebody who waited does not any longer.
     *
     * @return false if it has been paired already: the one who came knows, and will say so
     */
    public boolean leave(T waiter) {
        return waiting.compareAndSet(waiter, null);
    }
}
