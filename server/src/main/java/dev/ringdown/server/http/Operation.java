package dev.ringdown.server.http;

import io.netty.handler.codec.http.FullHttpResponse;
import java.util.concurrent.CompletionStage;

/** What one method does to the paths of one template. Called from any event loop, which it must not block. */
@FunctionalInterface
public interface Operation {
    /**
     * Begins to answer a call.
     *
     * @return the answer, now or later, from any thread; the caller sends and releases it
     */
    CompletionStage<FullHttpResponse> answer(HttpExchange call);
}
