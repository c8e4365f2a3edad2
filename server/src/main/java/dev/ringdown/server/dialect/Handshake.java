package dev.ringdown.server.dialect;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;

/**
 * What a client asked for when it came: the parts of its HTTP upgrade that a dialect may want.
 *
 * @param path the path of the URL, decoded
 * @param query the decoded parameters of the URL, in order, by name
 * @param remote the client's address
 */
public record Handshake(String path, Map<String, List<String>> query, InetAddress remote) {}
