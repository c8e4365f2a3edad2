package dev.ringdown.client.load;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshaker13;
import io.netty.handler.codec.http.websocketx.WebSocketHandshakeException;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import java.net.URI;
import java.util.List;

/** Takes a connection from HTTP to WebSocket (RFC 6455 section 4.1), then leaves the pipeline to the peer's connection. */
final class UpgradeHandler extends SimpleChannelInboundHandler<FullHttpResponse> {
    private final LoadPeer peer;
    private final LoadConnection connection;
    private final WebSocketClientHandshaker handshaker;

    UpgradeHandler(LoadPeer peer, LoadConnection connection, URI uri) {
        this.peer = peer;
        this.connection = connection;
        this.handshaker = new ProperlySpelled(uri);
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        peer.upgrading();
        handshaker.handshake(ctx.channel()).addListener(done -> {
            if (!done.isSuccess()) {
                peer.fail(done.cause());
            }
        });
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, FullHttpResponse response) {
        try {
            handshaker.finishHandshake(ctx.channel(), response);
        } catch (WebSocketHandshakeException e) {
            peer.fail("the server refused the upgrade with HTTP " + response.status());
            return;
        }
        ctx.pipeline().replace(this, "connection", connection);
        peer.upgraded();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        peer.fail("the server ended the connection during the HTTP upgrade");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        peer.fail(cause);
    }

    /** Header names as the RFC spells them, not all in lower case: some servers are particular about it. */
    private static final class ProperlySpelled extends WebSocketClientHandshaker13 {
        private static final List<String> NAMES =
                List.of("Host", "Upgrade", "Connection", "Origin", "Sec-WebSocket-Key", "Sec-WebSocket-Version");

        ProperlySpelled(URI uri) {
            super(uri, WebSocketVersion.V13, null, false, EmptyHttpHeaders.INSTANCE, Connector.MAX_MESSAGE_BYTES);
        }

        @Override
        protected FullHttpRequest newHandshakeRequest() {
            FullHttpRequest request = super.newHandshakeRequest();
            for (String name : NAMES) {
                List<String> values = request.headers().getAll(name);
                if (!values.isEmpty()) {
                    request.headers().remove(name).add(name, values);
                }
            }
            return request;
        }
    }
}
