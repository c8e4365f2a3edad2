/**
 * Rooms on disk, in an embedded store that a {@code kill -9} leaves whole. Knows the core, and nothing of dialects or HTTP.
 */
@NullMarked
package dev.ringdown.server.store;

import org.jspecify.annotations.NullMarked;
