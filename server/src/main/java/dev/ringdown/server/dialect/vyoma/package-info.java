/** The vyoma dialect: pairs strangers in the order in which they come, and passes on what they say to each other. */
@NullMarked
package dev.ringdown.server.dialect.vyoma;

import org.jspecify.annotations.NullMarked;
