/**
 * What the server counts. A leaf: it knows nothing of the rest of the server.
 *
 * <p>Each event loop counts in plain memory of its own, so that counting costs no more than an addition; the figures of
 * all loops are summed when somebody asks.
 */
@NullMarked
package dev.ringdown.server.metrics;

import org.jspecify.annotations.NullMarked;
