/**
 * Compares Ringdown with other servers, side by side on one machine: {@code scripts/compare.sh}.
 *
 * <p>Every {@link dev.ringdown.benchmarks.compare.Contestant} is started and warmed; in each
 * {@link dev.ringdown.benchmarks.compare.Rounds round} they do one {@link dev.ringdown.benchmarks.compare.Work} after the
 * other, in turns. The measure is what the server's process computes for each message; the generator is {@code ringdown load},
 * in this process. What was measured is kept as {@link dev.ringdown.benchmarks.compare.Results}, from which table and
 * charts are made.
 *
 * <p>Everything here runs on the main thread.
 */
@NullMarked
package dev.ringdown.benchmarks.compare;

import org.jspecify.annotations.NullMarked;
