package dev.ringdown.server.transport;

import dev.ringdown.protocol.CloseReason;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.List;

/**
 * Netty's decoder, with two rules more. A request whose length is said in two ways, or whose body is coded in another way than
 * in chunks, is malformed instead of mended: mending is what request smuggling lives on (RFC 9112 §6.1); the failure is
 * answered with 400 and the connection ends. And while {@link #pause paused} nothing is decoded: of the requests that a client
 * sends without waiting for answers, one at a time is there. Confined to the connection's event loop.
 */
final class StrictRequestDecoder extends HttpRequestDecoder {
    private final Connection connection;
    private boolean paused;
    /** Bytes of requests that are not whole, or not decoded yet. */
    private int waitingBytes;

    StrictRequestDecoder(HttpDecoderConfig config, Connection connection) {
        super(config);
        this.connection = connection;
    }

    /** Decodes nothing more until {@link #resume}. */
    void pause() {
        paused = true;
    }

    boolean isPaused() {
        return paused;
    }

    /** Decodes what waits; not from inside a call of this decoder. */
    void resume(ChannelHandlerContext context) {
        paused = false;
        try {
            channelRead(context, Unpooled.EMPTY_BUFFER);
        } catch (Exception malformed) {
            context.fireExceptionCaught(malformed);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        waitingBytes += ((ByteBuf) message).readableBytes();
        super.channelRead(context, message);
        if (connection.isHttp() && !connection.flow().reserveInput(waitingBytes)) {
            connection.evict(CloseReason.OVERLOADED);
        }
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) throws Exception {
        if (paused) {
            return;
        }
        super.decode(context, in, out);
        if (!out.isEmpty() && out.getLast() instanceof LastHttpContent) {
            waitingBytes = in.readableBytes();
        }
    }

    @Override
    protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
        throw new IllegalArgumentException("Content-Length beside Transfer-Encoding");
    }

    /** Called once the headers are there, and before the body is looked for. */
    @Override
    protected boolean isContentAlwaysEmpty(HttpMessage message) {
        List<String> codings = message.headers().getAll(HttpHeaderNames.TRANSFER_ENCODING);
        if (!codings.isEmpty()
                && (codings.size() > 1 || !HttpHeaderValues.CHUNKED.contentEqualsIgnoreCase(codings.getFirst()))) {
            throw new IllegalArgumentException("Transfer-Encoding other than chunked");
        }
        return super.isContentAlwaysEmpty(message);
    }
}
