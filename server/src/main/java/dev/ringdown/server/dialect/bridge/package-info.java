/** The bridge dialect: over plain TCP, clients leave an address under a name and ask for each other's. */
@NullMarked
package dev.ringdown.server.dialect.bridge;

import org.jspecify.annotations.NullMarked;
