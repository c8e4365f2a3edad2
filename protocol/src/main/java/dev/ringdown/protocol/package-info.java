/**
 * What every dialect has in common on the wire: why a connection is closed ({@link
 * dev.ringdown.protocol.CloseReason}), what bad input is called ({@link dev.ringdown.protocol.ProtocolException}), and
 * how a relayed message is put together without being re-encoded ({@link dev.ringdown.protocol.Splice}).
 *
 * <p>Nothing here does I/O, logs or keeps state between messages.
 */
@NullMarked
package dev.ringdown.protocol;

import org.jspecify.annotations.NullMarked;
