/**
 * Who takes part and with whom: peers, rooms, names. Knows no channel and no dialect.
 *
 * <p>Everything here is shared between event loops and lock-free: registries are concurrent maps, a room's membership is
 * an immutable snapshot replaced by compare-and-set, and a room that emptied carries a tombstone so that nobody joins it
 * after it has left the registry. Keys that clients choose are spread by a hash with a key of the process ({@link
 * dev.ringdown.server.core.KeyedMap}, {@link dev.ringdown.server.core.ClientNetwork}). Two things beneath take a lock for a
 * moment, neither of them on the way of a frame: {@link java.security.SecureRandom}, of which the JDK on Linux has one for
 * the process, when an id or a key is made; and the cache of the {@link dev.ringdown.server.core.AddressBook}, when
 * somebody registers.
 *
 * <p>The one way from here to a socket is {@link
 * dev.ringdown.server.core.PeerLink}.
 */
@NullMarked
package dev.ringdown.server.core;

import org.jspecify.annotations.NullMarked;
