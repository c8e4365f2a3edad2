/**
 * The root: the command line, and the one place where everything is put together ({@link
 * dev.ringdown.server.RingdownServer}). Nothing imports this package.
 */
@NullMarked
package dev.ringdown.server;

import org.jspecify.annotations.NullMarked;
