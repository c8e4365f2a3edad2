@NullMarked
package dev.ringdown.client.load;

import org.jspecify.annotations.NullMarked;
