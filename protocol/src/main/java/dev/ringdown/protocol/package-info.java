@NullMarked
package dev.ringdown.protocol;

import org.jspecify.annotations.NullMarked;
