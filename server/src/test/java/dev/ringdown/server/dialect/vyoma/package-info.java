/** The vyoma dialect, as its clients see it. */
@NullMarked
package dev.ringdown.server.dialect.vyoma;

import org.jspecify.annotations.NullMarked;
