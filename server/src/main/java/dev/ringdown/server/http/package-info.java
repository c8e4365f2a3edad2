/**
 * What is answered over plain HTTP: the pages, the browser client with its settings, and whether the server is alive and
 * ready. Requests come from the transport, on the event loop of their connection, and nothing here blocks.
 */
@NullMarked
package dev.ringdown.server.http;

import org.jspecify.annotations.NullMarked;
