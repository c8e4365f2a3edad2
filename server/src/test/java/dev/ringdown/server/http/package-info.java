/** Pages and status under test. */
@NullMarked
package dev.ringdown.server.http;

import org.jspecify.annotations.NullMarked;
