package dev.ringdown.server.http;

import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether the server lives and whether it wants new clients, for those who watch it: {@code /healthz} is 200 as long as
 * requests are answered at all, {@code /readyz} is 200 from the moment when every door is open until the server begins
 * to stop, unless something that it needs fails, and 503 with the reason otherwise. Any thread.
 */
public final class Status {
    private final Supplier<@Nullable String> fault;
    private volatile boolean ready;

    /**
     * @param fault why the server should get no new clients although it runs; null if there is no reason
     */
    public Status(Supplier<@Nullable String> fault) {
        this.fault = fault;
    }

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
        routes.get("/readyz", request -> readiness());
    }

    private FullHttpResponse readiness() {
        String reason = fault.get();
        if (ready && reason == null) {
            return Responses.text(HttpResponseStatus.OK, "ready\n");
        }
        return Responses.text(
                HttpResponseStatus.SERVICE_UNAVAILABLE, ready ? "not ready: " + reason + "\n" : "not ready\n");
    }
}
