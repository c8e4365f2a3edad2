/** The rooms dialect under test. */
@NullMarked
package dev.ringdown.server.dialect.rooms;

import org.jspecify.annotations.NullMarked;
