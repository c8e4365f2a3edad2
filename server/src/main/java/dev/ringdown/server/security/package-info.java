/** What keeps the server safe on the open internet: how many may come, and from where. */
@NullMarked
package dev.ringdown.server.security;

import org.jspecify.annotations.NullMarked;
