/** The bridge dialect under test. */
@NullMarked
package dev.ringdown.server.dialect.bridge;

import org.jspecify.annotations.NullMarked;
