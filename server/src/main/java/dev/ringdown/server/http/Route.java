package dev.ringdown.server.http;

import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;

/** What answers the requests for one path. Called from any event loop, which it must not block. */
@FunctionalInterface
public interface Route {
    /**
     * Answers a request.
     *
     * @param request stays the caller's
     * @return the answer; the caller sends and releases it
     */
    FullHttpResponse answer(FullHttpRequest request);
}
