package dev.ringdown.protocol.cheery;

import org.jspecify.annotations.Nullable;

/** What a client of the cheery dialect may send. */
public sealed interface CheeryRequest {
    /**
     * {@code register}: the client takes a name.
     *
     * @param ip where others find it, in whatever words; null if it leaves that to the server
     */
    record Register(String username, @Nullable String ip) implements CheeryRequest {}

    /** {@code get_ip}: where is the one of this name? */
    record GetIp(String target) implements CheeryRequest {}

    /** {@code ping}: is the server there? */
    record Ping() implements CheeryRequest {}

    /** {@code pong}: the client is there. */
    record Pong() implements CheeryRequest {}
}
