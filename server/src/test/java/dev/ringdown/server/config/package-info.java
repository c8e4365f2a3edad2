@NullMarked
package dev.ringdown.server.config;

import org.jspecify.annotations.NullMarked;
