package dev.ringdown.benchmarks.tutorial;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import org.jspecify.annotations.Nullable;

/** The pair protocol. From any thread. */
final class Pairs {
    private static final String WAIT = "⌛ Waiting for another entrepreneur...";
    private static final String FOUND = "🎯 Connected with an entrepreneur!";
    private static final String PARTNER_GONE = "⚠️ Partner disconnected.";

    private @Nullable Client waiting;

    /** The handler of one connection. */
    SimpleChannelInboundHandler<TextWebSocketFrame> handler() {
        return new Client();
    }

    private synchronized void enter(Client client) {
        Client other = waiting;
        if (other == null) {
            waiting = client;
            client.say(WAIT);
        } else {
            waiting = null;
            client.partner = other;
            other.partner = client;
            other.say(FOUND);
            client.say(FOUND);
        }
    }

    private synchronized void leave(Client client) {
        if (waiting == client) {
            waiting = null;
        }
        Client partner = client.partner;
        if (partner != null) {
            partner.partner = null;
            partner.say(PARTNER_GONE);
        }
    }

    private final class Client extends SimpleChannelInboundHandler<TextWebSocketFrame> {
        private volatile @Nullable Client partner;
        private @Nullable Channel channel;

        @Override
        public void handlerAdded(ChannelHandlerContext ctx) {
            channel = ctx.channel();
            enter(this);
        }

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, TextWebSocketFrame frame) {
            Client target = partner;
            if (target != null) {
                target.say(frame.text());
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            leave(this);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }

        private void say(String text) {
            if (channel != null) {
                channel.writeAndFlush(new TextWebSocketFrame(text));
            }
        }
    }
}
