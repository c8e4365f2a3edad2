/**
 * What each protocol adds to the server, one class per protocol, and {@link dev.ringdown.server.module.ProtocolModules the one
 * list of them}.
 */
@NullMarked
package dev.ringdown.server.module;

import org.jspecify.annotations.NullMarked;
