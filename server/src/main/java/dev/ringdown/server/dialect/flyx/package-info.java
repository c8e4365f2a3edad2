/**
 * The flyx dialect: in a room that was made before, one sender and its receivers exchange offers, answers and candidates.
 */
@NullMarked
package dev.ringdown.server.dialect.flyx;

import org.jspecify.annotations.NullMarked;
