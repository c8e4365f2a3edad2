package dev.ringdown.server.transport;

import dev.ringdown.protocol.CloseReason;
import dev.ringdown.server.dialect.DialectSession;
import dev.ringdown.server.dialect.Handshake;
import dev.ringdown.server.dialect.HandshakeRefused;
import dev.ringdown.server.http.Responses;
import dev.ringdown.server.http.Routes;
import dev.ringdown.server.security.Origins;
import dev.ringdown.server.transport.Doors.Door;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * A connection before its upgrade: answers pages and status from the routes, and turns a good handshake into a WebSocket
 * by putting a {@link FrameReader} in the place of itself and of the HTTP codec. Confined to the connection's event
 * loop.
 */
final class HttpHandler extends ChannelInboundHandlerAdapter {
    private static final String FAULT = "A fault while answering a request";
    private static final String OVERLOADED = "The server has no memory to spare, come back later.\n";
    private static final int MAX_RETRY_SECONDS = 10;

    /**
     * What every such handler of a listener shares.
     *
     * @param doors the paths that lead to a dialect
     * @param routes all other paths
     * @param origins of the pages that may connect
     * @param deflate whether compression is agreed to
     * @param keepAlive how long a connection may wait between requests
     */
    record Site(Doors doors, Routes routes, Origins origins, boolean deflate, Duration keepAlive) {}

    private final Connection connection;
    private final Site site;
    private final InetAddress remote;
    /** Whether the connection ends with the last answer, so that whatever comes now is not looked at. */
    private boolean answeredLast;

    /**
     * @param remote the client's address
     */
    HttpHandler(Connection connection, Site site, InetAddress remote) {
        this.connection = connection;
        this.site = site;
        this.remote = remote;
    }

    /** One request at a time: the next one is decoded when this one is answered, and its answer taken. */
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        connection.assertOwned();
        assert !connection.isAnswering() : "a request was decoded before the one before it was answered";
        read(context, (FullHttpRequest) message);
        regulate(context);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        // an answer that is not taken may be one too many
        connection.loop().flush();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        regulate(context);
    }

    /**
     * Who does not wait for answers, or does not take them, is not read from. Behind the last answer all is read and ignored
     * until the client ends the connection too, which some transports tell only those who read.
     */
    private void regulate(ChannelHandlerContext context) {
        connection.flow().answered();
        if (!connection.isHttp()) {
            return;
        }
        boolean busy =
                connection.isAnswering() || (!answeredLast && !context.channel().isWritable());
        context.channel().config().setAutoRead(!busy);
        ChannelHandlerContext decoding = context.pipeline().context(StrictRequestDecoder.class);
        if (decoding == null) {
            return;
        }
        StrictRequestDecoder decoder = (StrictRequestDecoder) decoding.handler();
        if (busy) {
            decoder.pause();
        } else if (decoder.isPaused()) {
            // not from inside the decoder, which may be calling just now
            connection.loop().later(() -> resume(decoder, decoding));
        }
    }

    private void resume(StrictRequestDecoder decoder, ChannelHandlerContext decoding) {
        if (connection.isHttp() && !connection.isAnswering() && !decoding.isRemoved()) {
            decoder.resume(decoding);
        }
    }

    private void read(ChannelHandlerContext context, FullHttpRequest request) {
        try {
            if (answeredLast || !connection.isHttp()) {
                return;
            }
            if (request.decoderResult().isFailure()) {
                refuse(context, request.decoderResult());
                return;
            }
            HttpResponseStatus fault = faultOf(request);
            if (fault != null) {
                send(context, Responses.text(fault, fault.reasonPhrase() + "\n"), false);
                return;
            }
            QueryStringDecoder url = new QueryStringDecoder(originForm(request.uri()));
            Door door = site.doors.at(url.path());
            boolean upgrade = request.headers().contains(HttpHeaderNames.UPGRADE);
            if (door == null || (!upgrade && site.routes.has(url.path()))) {
                answer(context, request, url.path());
                return;
            }
            FullHttpResponse refusal = HandshakeRequest.refusal(request, site.origins);
            if (refusal != null) {
                respond(context, request, refusal);
                return;
            }
            if (connection.loop().budget().isExceeded()) {
                connection.loop().count(door.row(), CloseReason.OVERLOADED);
                respond(context, request, comeBackLater(HttpResponseStatus.SERVICE_UNAVAILABLE, OVERLOADED));
                return;
            }
            upgrade(context, request, url, door);
        } catch (HandshakeRefused refused) {
            respond(context, request, refusal(refused));
        } catch (IllegalArgumentException badUrl) {
            respond(context, request, Responses.text(HttpResponseStatus.BAD_REQUEST, "The URL is not well formed.\n"));
        } finally {
            ReferenceCountUtil.release(request);
        }
    }

    private void answer(ChannelHandlerContext context, FullHttpRequest request, String path) {
        CompletableFuture<FullHttpResponse> answer =
                site.routes.answer(path, request, remote).toCompletableFuture();
        if (answer.isDone()) {
            respond(context, request, answer.join());
            return;
        }
        connection.answering(true);
        boolean head = request.method().equals(HttpMethod.HEAD);
        boolean keepAlive = mayKeepAlive(request);
        answer.whenCompleteAsync(
                (response, fault) -> later(context, head, keepAlive, response, fault), context.executor());
    }

    /** An answer that took its time is there. */
    private void later(
            ChannelHandlerContext context,
            boolean head,
            boolean keepAlive,
            @Nullable FullHttpResponse response,
            @Nullable Throwable fault) {
        connection.answering(false);
        if (response == null) {
            exceptionCaught(context, fault);
            return;
        }
        if (connection.isEnded()) {
            response.release();
            return;
        }
        // a connection that was closed meanwhile ends behind this answer
        respond(context, head, keepAlive && connection.isHttp(), response);
        regulate(context);
    }

    /** What is wrong with a request that could be decoded: it is not HTTP/1, or names no host, or two (RFC 9112 §3.2). */
    private static @Nullable HttpResponseStatus faultOf(FullHttpRequest request) {
        HttpVersion version = request.protocolVersion();
        if (version.majorVersion() != 1) {
            return HttpResponseStatus.HTTP_VERSION_NOT_SUPPORTED;
        }
        int hosts = request.headers().getAll(HttpHeaderNames.HOST).size();
        boolean mayHaveNone = version.minorVersion() == 0;
        return hosts == 1 || (hosts == 0 && mayHaveNone) ? null : HttpResponseStatus.BAD_REQUEST;
    }

    /** The path and query of a target that may be an absolute URL (RFC 9112 §3.2.2). */
    private static String originForm(String target) {
        int authority = target.startsWith("/") ? -1 : target.indexOf("://");
        if (authority < 0) {
            return target;
        }
        int path = target.indexOf('/', authority + 3);
        return path < 0 ? "/" : target.substring(path);
    }

    /**
     * Answers the handshake and makes the connection a WebSocket. The decoder goes last: as it leaves, it hands whatever came
     * behind the request on to the connection, which reads frames already.
     */
    private void upgrade(ChannelHandlerContext context, FullHttpRequest request, QueryStringDecoder url, Door door)
            throws HandshakeRefused {
        Handshake handshake = new Handshake(url.path(), url.parameters(), request.headers()::get, remote);
        DialectSession session = door.dialect().open(handshake, connection);
        DeflateParameters deflate = site.deflate
                ? DeflateParameters.firstIn(request.headers().getAll(HttpHeaderNames.SEC_WEBSOCKET_EXTENSIONS))
                : null;
        byte[] answer = HandshakeRequest.answer(request, deflate);

        ChannelPipeline pipeline = context.pipeline();
        pipeline.remove(Pipelines.HTTP_ENCODER);
        pipeline.remove(Pipelines.HTTP_AGGREGATOR);
        MessageReader reader =
                new FrameReader(connection, session, door.dialect().limits());
        connection.upgrade(answer, door.row(), session, reader, deflate);
        pipeline.remove(this);
        pipeline.remove(Pipelines.HTTP_DECODER);
        connection.open();
        connection.loop().flush();
    }

    private static FullHttpResponse refusal(HandshakeRefused refused) {
        FullHttpResponse response = Responses.text(HttpResponseStatus.valueOf(refused.status()), refused.text());
        if (refused.retryAfterSeconds() > 0) {
            response.headers().set(HttpHeaderNames.RETRY_AFTER, refused.retryAfterSeconds());
        }
        return response;
    }

    /** A client that is over a limit is told when to come back: soon, but not at the same moment as all others. */
    private static FullHttpResponse comeBackLater(HttpResponseStatus status, String text) {
        FullHttpResponse response = Responses.text(status, text);
        int seconds = ThreadLocalRandom.current().nextInt(1, MAX_RETRY_SECONDS + 1);
        response.headers().set(HttpHeaderNames.RETRY_AFTER, seconds);
        return response;
    }

    private void refuse(ChannelHandlerContext context, DecoderResult failure) {
        Throwable cause = failure.cause();
        HttpResponseStatus status = HttpResponseStatus.BAD_REQUEST;
        if (cause instanceof TooLongHttpLineException) {
            status = HttpResponseStatus.REQUEST_URI_TOO_LONG;
        } else if (cause instanceof TooLongHttpHeaderException) {
            status = HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE;
        }
        send(context, Responses.text(status, status.reasonPhrase() + "\n"), false);
    }

    private void respond(ChannelHandlerContext context, FullHttpRequest request, FullHttpResponse response) {
        respond(context, request.method().equals(HttpMethod.HEAD), mayKeepAlive(request), response);
    }

    private void respond(ChannelHandlerContext context, boolean head, boolean keepAlive, FullHttpResponse response) {
        if (head) {
            response.content().clear();
        }
        send(context, response, keepAlive);
    }

    /** A refused handshake ends the connection: what follows it may be frames. */
    private static boolean mayKeepAlive(FullHttpRequest request) {
        return HttpUtil.isKeepAlive(request) && !request.headers().contains(HttpHeaderNames.UPGRADE);
    }

    private void send(ChannelHandlerContext context, FullHttpResponse response, boolean keepAlive) {
        HttpUtil.setKeepAlive(response, keepAlive);
        if (keepAlive) {
            connection.setDeadline(site.keepAlive, CloseReason.NORMAL);
            context.writeAndFlush(response, context.voidPromise());
        } else {
            answeredLast = true;
            connection.lingerUntilClosed();
            // closing a socket with unread input resets the connection, and the reset could overtake the answer
            context.writeAndFlush(response)
                    .addListener(written -> ((DuplexChannel) context.channel()).shutdownOutput());
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, @Nullable Throwable cause) {
        if (!(cause instanceof IOException)) {
            connection.loop().report(cause == null ? new IllegalStateException("no answer") : cause, FAULT);
        }
        context.close();
    }
}
