package dev.ringdown.server.http;

import io.netty.handler.codec.http.HttpResponseStatus;

/**
 * Whether the server lives and whether it wants new clients, for those who watch it: {@code /healthz} is 200 as long as
 * requests are answered at all, {@code /readyz} is 200 from the moment when every door is open until the server begins
 * to stop, and 503 otherwise. Any thread.
 */
public final class Status {
    private volatile boolean ready;

    /** Every door is open. */
    public void ready() {
        ready = true;
    }

    /** The server begins to stop: send no more clients here. */
    public void stopping() {
        ready = false;
    }

    /** Adds {@code /healthz} and {@code /readyz}. */
    public void addTo(Routes.Builder routes) {
        routes.get("/healthz", request -> Responses.text(HttpResponseStatus.OK, "ok\n"));
        routes.get(
                "/readyz",
                request -> ready
                        ? Responses.text(HttpResponseStatus.OK, "ready\n")
                        : Responses.text(HttpResponseStatus.SERVICE_UNAVAILABLE, "not ready\n"));
    }
}
