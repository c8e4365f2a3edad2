/**
 * The configuration: one tree of records with defaults, read from a file, the environment and flags before the first port is bound, and never
 * changed afterwards. A leaf: it imports nothing else of Ringdown.
 *
 * <p>A setting is one component of one of the {@code …Settings} records, with its sentence in {@link dev.ringdown.server.config.Doc @Doc} and its
 * default in that record's {@code DEFAULTS}. Reading, printing and the table of the handbook follow from that by reflection.
 */
@NullMarked
package dev.ringdown.server.config;

import org.jspecify.annotations.NullMarked;
