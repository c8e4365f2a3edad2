/**
 * What tests of the server share: a server to talk to, a client that may break every rule, and the watch for leaked
 * buffers.
 */
@NullMarked
package dev.ringdown.server.support;

import org.jspecify.annotations.NullMarked;
