package dev.ringdown.client.attack;

import java.util.List;

/**
 * What somebody does to a server while honest pairs talk through it.
 *
 * @param name a few words for the table
 * @param heapMegabytes of the server that it is run against
 * @param settings of that server, as {@code key=value}
 * @param assault what is done; whatever it opens stays open until it is over and the honest pairs have been heard to the end
 */
record Attack(String name, int heapMegabytes, List<String> settings, Assault assault) {
    /** What is done, on a thread of its own. */
    @FunctionalInterface
    interface Assault {
        /**
         * Attacks; whatever cannot be done since the server defends itself is an {@link java.io.IOException}, and no harm.
         *
         * @param victim the server
         * @param got what it answers
         */
        void run(Victim victim, Got got) throws Exception;
    }
}
