package dev.ringdown.client.load;

/** What is played on one event loop. Every method is called on that loop, in the order in which they stand here. */
interface Workload {
    /** Opens what must stand before the clock starts. */
    void open();

    /** Whether everything opened stands or has failed. */
    boolean isSettled();

    /** Whether there is anything left to play with. */
    boolean isAlive();

    /** Starts: what is due in [start, end) on the loop's clock. */
    void begin(long start, long end);

    /** Starts nothing new from now on. */
    void stop();

    /** Whether nothing is under way any more. */
    boolean isIdle();

    /** Lets the peers leave. */
    void close();

    /** Whether all connections have ended. */
    boolean isClosed();

    /** Counts what is missing in the end as faults. */
    void settle();
}
