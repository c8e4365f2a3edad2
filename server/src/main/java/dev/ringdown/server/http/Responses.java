package dev.ringdown.server.http;

import static io.netty.handler.codec.http.HttpHeaderNames.CACHE_CONTROL;
import static io.netty.handler.codec.http.HttpHeaderNames.CONTENT_LENGTH;
import static io.netty.handler.codec.http.HttpHeaderNames.CONTENT_TYPE;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;

/** The shapes that answers come in. */
public final class Responses {
    private Responses() {}

    /** An answer with a text for people, never cached. */
    public static FullHttpResponse text(HttpResponseStatus status, String text) {
        return of(status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }

    /** An answer in JSON, never cached. */
    public static FullHttpResponse json(HttpResponseStatus status, byte[] json) {
        return of(status, "application/json", json);
    }

    /** An answer without content. */
    public static FullHttpResponse empty(HttpResponseStatus status) {
        FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.EMPTY_BUFFER);
        response.headers().set(CACHE_CONTROL, "no-store");
        return response;
    }

    /** An answer of any type, never cached unless the caller sets that header anew. */
    public static FullHttpResponse of(HttpResponseStatus status, String type, byte[] content) {
        ByteBuf body = Unpooled.wrappedBuffer(content);
        FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, body);
        response.headers()
                .set(CONTENT_TYPE, type)
                .set(CONTENT_LENGTH, content.length)
                .set(CACHE_CONTROL, "no-store")
                .set("x-content-type-options", "nosniff");
        return response;
    }
}
