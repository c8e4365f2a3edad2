/**
 * Who takes part and with whom: peers, rooms, names. Knows no channel and no dialect.
 *
 * <p>Everything here is shared between event loops and lock-free: registries are concurrent maps, a room's membership is
 * an immutable snapshot replaced by compare-and-set, and a room that emptied carries a tombstone so that nobody joins it
 * after it has left the registry. The one way from here to a socket is {@link
 * dev.ringdown.server.core.PeerLink}.
 */
@NullMarked
package dev.ringdown.server.core;

import org.jspecify.annotations.NullMarked;
