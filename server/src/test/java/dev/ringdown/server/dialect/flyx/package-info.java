@NullMarked
package dev.ringdown.server.dialect.flyx;

import org.jspecify.annotations.NullMarked;
