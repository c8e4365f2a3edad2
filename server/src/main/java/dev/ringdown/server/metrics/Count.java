package dev.ringdown.server.metrics;

/** What is counted for each dialect on the way of a frame. */
public enum Count {
    /** WebSocket connections whose handshake was answered. */
    OPENED("connections_opened", "WebSocket connections opened"),
    /** WebSocket connections that ended, whatever the reason. */
    CLOSED("connections_closed", "WebSocket connections that ended"),
    /** Those that ended without a Close frame from either side. */
    LOST("connections_lost", "WebSocket connections that ended without a Close"),
    /** Whole messages that came in. */
    MESSAGES_IN("messages_received", "whole messages received"),
    /** Their bytes, inflated and without frame headers. */
    BYTES_IN("bytes_received", "payload bytes received"),
    /** Messages that went out, relayed or the server's own. */
    MESSAGES_OUT("messages_sent", "messages sent"),
    /** Their bytes, before compression and without frame headers. */
    BYTES_OUT("bytes_sent", "payload bytes sent");

    private final String metric;
    private final String help;

    Count(String metric, String help) {
        this.metric = metric;
        this.help = help;
    }

    /** The metric's name, without prefix and suffix. */
    public String metric() {
        return metric;
    }

    /** One line that explains the metric. */
    public String help() {
        return help;
    }
}
