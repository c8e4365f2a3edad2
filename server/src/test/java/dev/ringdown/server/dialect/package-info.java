/** What every dialect is held to, whatever it says on the wire. */
@NullMarked
package dev.ringdown.server.dialect;

import org.jspecify.annotations.NullMarked;
