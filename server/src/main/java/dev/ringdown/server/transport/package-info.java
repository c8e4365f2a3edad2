/**
 * Sockets: from bytes to a dialect's session and back. Listeners accept, {@link
 * dev.ringdown.server.transport.Pipelines} assembles every pipeline, HTTP ends at the upgrade, and from there on {@link
 * dev.ringdown.server.transport.FrameReader} turns bytes into messages (RFC 6455, RFC 7692) and {@link
 * dev.ringdown.server.transport.Output} messages into bytes. A {@link dev.ringdown.server.transport.Wire} carries both.
 *
 * <p>What the connections of one event loop share is in {@link dev.ringdown.server.transport.Loop}; all of it is
 * confined to that loop, and only {@link dev.ringdown.server.transport.Connection} may be called from others.
 */
@NullMarked
package dev.ringdown.server.transport;

import org.jspecify.annotations.NullMarked;
