/** The core under test, races included. */
@NullMarked
package dev.ringdown.server.core;

import org.jspecify.annotations.NullMarked;
