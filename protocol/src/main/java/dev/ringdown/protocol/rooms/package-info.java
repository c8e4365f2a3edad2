/**
 * The rooms dialect on the wire: a client identifies itself, joins a room, and exchanges offers, answers and candidates
 * with the members it was told of.
 */
@NullMarked
package dev.ringdown.protocol.rooms;

import org.jspecify.annotations.NullMarked;
