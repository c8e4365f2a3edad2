@NullMarked
package dev.ringdown.server.store;

import org.jspecify.annotations.NullMarked;
