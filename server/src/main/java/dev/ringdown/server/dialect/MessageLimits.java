package dev.ringdown.server.dialect;

/**
 * How large a message a door takes. Whoever sends more is closed with 1009.
 *
 * @param maxFrameBytes payload of one frame
 * @param maxMessageBytes payload of one message, all its frames together, inflated
 * @param maxFragments frames of one message
 */
public record MessageLimits(int maxFrameBytes, int maxMessageBytes, int maxFragments) {}
