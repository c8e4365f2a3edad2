package dev.ringdown.server.metrics;

import java.util.function.LongSupplier;

/**
 * A counter of the process as a whole, which belongs to no dialect and no event loop.
 *
 * @param metric its name, without prefix and suffix
 * @param help one line that explains it
 * @param value only ever grows; read from any thread
 */
public record Figure(String metric, String help, LongSupplier value) {}
