/** Clients of all dialects that come, talk, move and go at random, and check every byte that they get. */
@NullMarked
package dev.ringdown.server.churn;

import org.jspecify.annotations.NullMarked;
