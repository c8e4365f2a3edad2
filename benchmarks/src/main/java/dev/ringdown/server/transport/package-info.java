/**
 * The benchmark of the whole way of a frame without its sockets. It is no part of the server: it has the server's package
 * name, which is split over two jars of the class path, only to reach the package-private classes of the transport.
 */
@NullMarked
package dev.ringdown.server.transport;

import org.jspecify.annotations.NullMarked;
