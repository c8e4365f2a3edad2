@NullMarked
package dev.ringdown.client;

import org.jspecify.annotations.NullMarked;
