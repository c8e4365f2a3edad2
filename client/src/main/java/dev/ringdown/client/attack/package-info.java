/** Attacks on a server beside honest clients: what {@code scripts/attack.sh} runs. */
@NullMarked
package dev.ringdown.client.attack;

import org.jspecify.annotations.NullMarked;
