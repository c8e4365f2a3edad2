@NullMarked
package dev.ringdown.server.http;

import org.jspecify.annotations.NullMarked;
