package dev.ringdown.server.transport;

import static io.netty.handler.codec.http.HttpHeaderNames.CONNECTION;
import static io.netty.handler.codec.http.HttpHeaderNames.HOST;
import static io.netty.handler.codec.http.HttpHeaderNames.ORIGIN;
import static io.netty.handler.codec.http.HttpHeaderNames.SEC_WEBSOCKET_KEY;
import static io.netty.handler.codec.http.HttpHeaderNames.SEC_WEBSOCKET_VERSION;
import static io.netty.handler.codec.http.HttpHeaderNames.UPGRADE;

import dev.ringdown.server.http.Responses;
import dev.ringdown.server.security.Origins;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** A client's opening handshake, and the server's answer (RFC 6455 §4.2). No state. */
final class HandshakeRequest {
    private static final String ACCEPT_SUFFIX = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final String VERSION = "13";
    private static final int KEY_BYTES = 16;

    private HandshakeRequest() {}

    /**
     * What is wrong with a handshake, by RFC 6455 §4.2.1, or with where it comes from.
     *
     * @return the answer that says so; null if nothing is wrong
     */
    static @Nullable FullHttpResponse refusal(FullHttpRequest request, Origins origins) {
        HttpHeaders headers = request.headers();
        if (!headers.contains(UPGRADE)) {
            FullHttpResponse response = refuse(HttpResponseStatus.UPGRADE_REQUIRED, "This is a WebSocket door.");
            response.headers().set(UPGRADE, "websocket").set(CONNECTION, "Upgrade");
            return response;
        }
        if (!request.method().equals(HttpMethod.GET)
                || request.protocolVersion().compareTo(HttpVersion.HTTP_1_1) < 0
                || headers.getAll(HOST).size() != 1
                || request.content().isReadable()) {
            return refuse(
                    HttpResponseStatus.BAD_REQUEST, "A handshake is a GET of HTTP/1.1 with one Host and no body.");
        }
        if (!headers.containsValue(UPGRADE, "websocket", true) || !headers.containsValue(CONNECTION, "Upgrade", true)) {
            return refuse(
                    HttpResponseStatus.BAD_REQUEST, "A handshake says 'Upgrade: websocket' and 'Connection: Upgrade'.");
        }
        if (!VERSION.equals(headers.get(SEC_WEBSOCKET_VERSION))) {
            FullHttpResponse response = refuse(HttpResponseStatus.UPGRADE_REQUIRED, "WebSocket version 13, please.");
            response.headers().set(SEC_WEBSOCKET_VERSION, VERSION);
            return response;
        }
        if (headers.getAll(SEC_WEBSOCKET_KEY).size() != 1 || !isKey(headers.get(SEC_WEBSOCKET_KEY))) {
            return refuse(HttpResponseStatus.BAD_REQUEST, "Sec-WebSocket-Key is 16 bytes in Base64.");
        }
        if (!origins.admit(headers.get(ORIGIN))) {
            return refuse(HttpResponseStatus.FORBIDDEN, "Pages of this origin are not welcome here.");
        }
        return null;
    }

    /**
     * The answer that turns the connection into a WebSocket (§4.2.2).
     *
     * @param request one without a {@link #refusal}
     * @param deflate what is agreed about compression
     * @return the bytes of the answer, up to its empty line
     */
    static byte[] answer(FullHttpRequest request, @Nullable DeflateParameters deflate) {
        StringBuilder answer = new StringBuilder(160)
                .append("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n")
                .append("Sec-WebSocket-Accept: ")
                .append(accept(request.headers().get(SEC_WEBSOCKET_KEY)))
                .append("\r\n");
        if (deflate != null) {
            answer.append("Sec-WebSocket-Extensions: ").append(deflate.answer()).append("\r\n");
        }
        return answer.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static String accept(String key) {
        try {
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            byte[] digest = sha1.digest((key + ACCEPT_SUFFIX).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }

    private static boolean isKey(String key) {
        try {
            return key.length() == 24 && Base64.getDecoder().decode(key).length == KEY_BYTES;
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }

    private static FullHttpResponse refuse(HttpResponseStatus status, String reason) {
        return Responses.text(status, reason + "\n");
    }
}
