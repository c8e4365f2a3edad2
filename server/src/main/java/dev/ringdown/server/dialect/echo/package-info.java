/** A WebSocket that sends everything back: for diagnosis, and for suites that test the WebSocket layer itself. */
@NullMarked
package dev.ringdown.server.dialect.echo;

import org.jspecify.annotations.NullMarked;
