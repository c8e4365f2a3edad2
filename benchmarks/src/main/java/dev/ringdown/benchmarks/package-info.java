/**
 * JMH benchmarks of the way of a frame: each step on its own beside the usual way to do it, and the whole way over real
 * sockets. The way between the sockets is measured in {@link dev.ringdown.server.transport}, which is package-private.
 *
 * <p>{@code scripts/bench.sh} builds and runs them. Every benchmark checks, before it measures, that what it does comes
 * out right.
 */
@NullMarked
package dev.ringdown.benchmarks;

import org.jspecify.annotations.NullMarked;
