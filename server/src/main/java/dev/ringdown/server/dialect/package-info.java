/**
 * What a wire protocol is to the rest of the server. A {@link dev.ringdown.server.dialect.Dialect} opens a {@link
 * dev.ringdown.server.dialect.DialectSession} for each connection that comes through its door; each dialect has a
 * sub-package of its own, knows the core, and knows neither the transport nor any other dialect.
 */
@NullMarked
package dev.ringdown.server.dialect;

import org.jspecify.annotations.NullMarked;
