/**
 * The bridge dialect on the wire: over plain TCP a client says where it listens, asks who else is there, and then talks
 * to that one directly. One request a connection and one response, each a block of lines that an empty line ends.
 *
 * <p>The texts in these messages are checked where the messages are made, so none can smuggle a line into another's.
 */
@NullMarked
package dev.ringdown.protocol.bridge;

import org.jspecify.annotations.NullMarked;
