/** What holds for the limits on who may come. */
@NullMarked
package dev.ringdown.server.security;

import org.jspecify.annotations.NullMarked;
