/** The rooms dialect: names, rooms, and offers, answers and candidates relayed between the members of a room. */
@NullMarked
package dev.ringdown.server.dialect.rooms;

import org.jspecify.annotations.NullMarked;
