/**
 * The vyoma dialect on the wire: two strangers are paired and talk, in plain text or in JSON envelopes of {@code type} and
 * {@code payload}, each in the format that it asked for.
 */
@NullMarked
package dev.ringdown.protocol.vyoma;

import org.jspecify.annotations.NullMarked;
