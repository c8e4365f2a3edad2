package dev.ringdown.server.core;

import java.net.InetAddress;

/**
 * Where the absence of a client counts.
 *
 * @param room in which it keeps its place
 * @param address from which it came
 */
public record AbsencePlace(HostedRoom room, InetAddress address) {}
