@NullMarked
package dev.ringdown.server;

import org.jspecify.annotations.NullMarked;
