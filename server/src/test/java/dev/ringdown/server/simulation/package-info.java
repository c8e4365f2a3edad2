/**
 * What a deterministic simulation needs beside the thing that is simulated: actors that take turns on one thread, points
 * at which they can be interrupted, a clock and randomness of its own. Shares no code with the server.
 */
@NullMarked
package dev.ringdown.server.simulation;

import org.jspecify.annotations.NullMarked;
