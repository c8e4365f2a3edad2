/**
 * The cheery dialect on the wire: a client registers a name, is told of all who are registered, and asks for the address
 * of one of them.
 */
@NullMarked
package dev.ringdown.protocol.cheery;

import org.jspecify.annotations.NullMarked;
