package dev.ringdown.server.core;

import java.time.Duration;

/**
 * What a hosted room is held to. Immutable.
 *
 * @param maxPeers how many peers it takes, the host among them
 * @param idleTimeout how long it may be empty, and is gone then; zero for as long as it likes
 * @param timeToLive how long it lives at all, whoever is in it; zero for ever
 * @param persistent whether it outlives the process
 * @param metadata what its maker wants to keep with it: one JSON object, as text
 */
public record RoomOptions(
        int maxPeers, Duration idleTimeout, Duration timeToLive, boolean persistent, String metadata) {}
