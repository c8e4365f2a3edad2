/** The whole server under test: its command line, its structure, its start and its end. */
@NullMarked
package dev.ringdown.server;

import org.jspecify.annotations.NullMarked;
