/**
 * The flyx dialect on the wire: one sender and its receivers in a room, messages of the shape <code>
 * {"type":T,"data":{"client_id":ID,…}}</code>. {@link dev.ringdown.protocol.flyx.FlyxCodec} reads {@link
 * dev.ringdown.protocol.flyx.FlyxRequest} and writes {@link dev.ringdown.protocol.flyx.FlyxEvent}.
 */
@NullMarked
package dev.ringdown.protocol.flyx;

import org.jspecify.annotations.NullMarked;
