package dev.ringdown.client.load;

/** How {@link TestRelay} spells relayed messages. */
enum Spelling {
    VERBATIM,
    /** Other key order, white space, escapes. */
    RESPELLED,
    /** In three fragments with a ping between. */
    FRAGMENTED
}
