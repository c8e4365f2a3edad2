package dev.ringdown.client.load;

/** How {@link TestRelay} takes a new peer in. */
enum Welcome {
    JOIN,
    AUTH_ERROR,
    /** No answer to IDENTIFY. */
    SILENCE,
    ROOM_FULL,
    /** Those who are there don't hear of those who come. */
    NO_NEWS
}
