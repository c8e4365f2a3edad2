package dev.ringdown.client.load;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/**
 * The WebSocket of one peer: puts fragments together, answers pings and the Close handshake, and passes on whole text
 * messages. What is written is flushed at the end of the turn. Confined to one event loop.
 */
final class LoadConnection extends ChannelInboundHandlerAdapter {
    private static final int NORMAL_CLOSURE = 1000;

    private final LoadLoop loop;
    private final LoadPeer peer;
    private final Channel channel;
    private boolean touched;
    private boolean closeSent;
    private String closeReason = "";
    /** The pieces of an unfinished text message (RFC 6455 section 5.4), or null. */
    private @Nullable ByteBuf fragments;

    LoadConnection(LoadLoop loop, LoadPeer peer, Channel channel) {
        this.loop = loop;
        this.peer = peer;
        this.channel = channel;
    }

    boolean isWritable() {
        return channel.isWritable();
    }

    /** Writes a text message; it goes out with the loop's next flush. */
    void write(byte[] text, int length) {
        write(new TextWebSocketFrame(channel.alloc().ioBuffer(length).writeBytes(text, 0, length)));
    }

    void write(String text) {
        write(new TextWebSocketFrame(text));
    }

    void flush() {
        touched = false;
        channel.flush();
    }

    /** Begins the Close handshake. */
    void leave() {
        closeSent = true;
        write(new CloseWebSocketFrame(NORMAL_CLOSURE, ""));
    }

    /** Ends the connection at once, without a word. */
    @SuppressWarnings("FutureReturnValueIgnored") // closing cannot fail in a way that matters
    void abort() {
        channel.close();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        try {
            switch ((WebSocketFrame) message) {
                case TextWebSocketFrame text -> takeFirst(text);
                case ContinuationWebSocketFrame next -> takeNext(next);
                case PingWebSocketFrame ping ->
                    write(new PongWebSocketFrame(ping.content().retain()));
                case PongWebSocketFrame pong -> {}
                case CloseWebSocketFrame close -> takeClose(close);
                case WebSocketFrame other -> peer.unexpected(other.getClass().getSimpleName());
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        loop.flush();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (channel.isWritable()) {
            peer.room().watcher().writable(peer);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        discardFragments();
        peer.fail("the server ended the connection" + closeReason);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        peer.fail(cause);
    }

    private void takeFirst(TextWebSocketFrame text) {
        if (text.isFinalFragment()) {
            peer.take(text.content());
        } else {
            discardFragments();
            fragments = channel.alloc().buffer().writeBytes(text.content());
        }
    }

    private void takeNext(ContinuationWebSocketFrame next) {
        if (fragments == null) {
            peer.unexpected("the continuation of a binary message");
            return;
        }
        fragments.writeBytes(next.content());
        if (next.isFinalFragment()) {
            peer.take(fragments);
            discardFragments();
        }
    }

    private void discardFragments() {
        if (fragments != null) {
            fragments.release();
            fragments = null;
        }
    }

    /** The server ends the TCP connection when both have said Close (RFC 6455 section 7.1.1). */
    private void takeClose(CloseWebSocketFrame close) {
        closeReason = " with Close " + close.statusCode() + " " + close.reasonText();
        if (!closeSent) {
            closeSent = true;
            write(close.retain());
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // a failed write comes back as an exception of the pipeline
    private void write(WebSocketFrame frame) {
        channel.write(frame, channel.voidPromise());
        if (!touched) {
            touched = true;
            loop.touch(this);
        }
    }
}
