/** Tests of what passes from event loop to event loop; they see what that package keeps to itself. */
@NullMarked
package dev.ringdown.server.transport;

import org.jspecify.annotations.NullMarked;
