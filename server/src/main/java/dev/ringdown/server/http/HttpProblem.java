package dev.ringdown.server.http;

import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Why a request was refused, as RFC 9457 has it: {@code application/problem+json}. Ordinary, so it has no stack trace.
 *
 * <p>The member {@code code} is a stable word that programs may switch on; {@code detail} is for people.
 */
final class HttpProblem extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final String TYPE_PREFIX = "urn:ringdown:problem:";

    private final int status;
    private final String code;
    private final String detail;
    private final int retryAfterSeconds;

    HttpProblem(HttpResponseStatus status, String code, String detail) {
        this(status, code, detail, 0);
    }

    /**
     * @param retryAfterSeconds when the client may come again; 0 if nobody knows
     */
    HttpProblem(HttpResponseStatus status, String code, String detail, int retryAfterSeconds) {
        super(detail, null, false, false);
        this.status = status.code();
        this.code = code;
        this.detail = detail;
        this.retryAfterSeconds = retryAfterSeconds;
    }

    /** The answer that says so. */
    FullHttpResponse response() {
        HttpResponseStatus said = HttpResponseStatus.valueOf(status);
        ObjectNode problem = JsonNodeFactory.instance.objectNode();
        problem.put("type", TYPE_PREFIX + code);
        problem.put("title", said.reasonPhrase());
        problem.put("status", status);
        problem.put("detail", detail);
        problem.put("code", code);
        FullHttpResponse response = Responses.of(said, "application/problem+json", RoomJson.bytes(problem));
        if (retryAfterSeconds > 0) {
            response.headers().set(HttpHeaderNames.RETRY_AFTER, retryAfterSeconds);
        }
        return response;
    }
}
