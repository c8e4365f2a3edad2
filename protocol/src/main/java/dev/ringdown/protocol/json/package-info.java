/**
 * JSON as a relay needs it: whether a frame is valid, where its routing fields are, and nothing else. Bytes in, byte ranges
 * out; the payload is never decoded and never changed.
 */
@NullMarked
package dev.ringdown.protocol.json;

import org.jspecify.annotations.NullMarked;
