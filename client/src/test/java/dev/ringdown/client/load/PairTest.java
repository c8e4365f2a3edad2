package dev.ringdown.client.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The pair dialect against a server of its own, which changes what it relays as a test tells it to. */
class PairTest {
    private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final Channel listener = new ServerBootstrap()
            .group(group)
            .channel(NioServerSocketChannel.class)
            .childHandler(new ChannelInitializer<Channel>() {
                @Override
                protected void initChannel(Channel channel) {
                    channel.pipeline()
                            .addLast(new HttpServerCodec())
                            .addLast(new HttpObjectAggregator(1 << 16))
                            .addLast(new WebSocketServerProtocolHandler("/ws", null, false, 1 << 20))
                            .addLast(new Stranger(channel));
                }
            })
            .bind(InetAddress.getLoopbackAddress(), 0)
            .syncUninterruptibly()
            .channel();

    private UnaryOperator<String> change = text -> text;
    private boolean toSender;
    private @Nullable Stranger waiting;

    @AfterEach
    void close() {
        listener.close().syncUninterruptibly();
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }

    @Test
    void pairsRelayVerbatim() throws InterruptedException {
        Report report = plan().peers(40, 2).run();

        assertThat(report.table()).contains("clean: no faults");
        assertThat(report.tally().arrived).isEqualTo(500);
        assertThat(report.tally().respelled).isZero();
    }

    @Test
    void sessionsOfPairsArePlayed() throws InterruptedException {
        Report report = plan().sessions(3).run();

        assertThat(report.table()).contains("clean: no faults");
        assertThat(report.tally().sessions).isPositive();
        assertThat(report.tally().arrived).isEqualTo(22 * report.tally().sessions);
    }

    @Test
    void anotherSpellingIsNotVerbatim() throws InterruptedException {
        change = text -> text.replace(",", ", ");
        Report report = plan().run();

        assertThat(report.tally().count(Fault.LENGTH)).isEqualTo(500);
    }

    @Test
    void aChangedCharacterIsCaught() throws InterruptedException {
        change = Misdeed.FLIP_FILLER::damage;
        Report report = plan().run();

        assertThat(report.tally().count(Fault.CORRUPTED)).isEqualTo(500);
    }

    @Test
    void whatComesBackToItsSenderIsMisdelivered() throws InterruptedException {
        toSender = true;
        Report report = plan().drain(5).run();

        assertThat(report.tally().count(Fault.MISDELIVERED)).isEqualTo(500);
    }

    private PlanBuilder plan() {
        return new PlanBuilder(((InetSocketAddress) listener.localAddress()).getPort()).pairs();
    }

    /** One connection; confined to the server's event loop. */
    private final class Stranger extends SimpleChannelInboundHandler<TextWebSocketFrame> {
        private final Channel channel;
        private @Nullable Stranger partner;

        Stranger(Channel channel) {
            this.channel = channel;
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            if (event instanceof WebSocketServerProtocolHandler.HandshakeComplete) {
                partner = waiting;
                waiting = partner == null ? this : null;
                if (partner == null) {
                    say(LoadDialect.WAIT);
                } else {
                    partner.partner = this;
                    partner.say(LoadDialect.FOUND);
                    say(LoadDialect.FOUND);
                }
            }
        }

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, TextWebSocketFrame frame) {
            Stranger target = toSender ? this : partner;
            if (target != null) {
                target.say(change.apply(frame.text()));
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            if (partner != null) {
                partner.partner = null;
                partner.say(LoadDialect.PARTNER_GONE);
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            // a partner that leaves at the same time takes no more news
        }

        private void say(String text) {
            channel.writeAndFlush(new TextWebSocketFrame(text), channel.voidPromise());
        }
    }
}
