package dev.ringdown.benchmarks.tutorial;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler.HandshakeComplete;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** The server's main class. */
public final class TutorialServer {
    private static final int BACKLOG = 4096;

    private TutorialServer() {}

    /**
     * Serves the rooms protocol at {@code /ws} and the pair protocol at {@code /pair}, on a free port of 127.0.0.1, until
     * the process is ended. Prints {@code ready PORT}.
     *
     * @param arguments the number of event loops; without it one, since the others have one thread, too. Tutorials leave
     *     it to Netty, which takes two a core and has them hand messages to one another.
     */
    public static void main(String[] arguments) throws InterruptedException {
        int loops = arguments.length == 0 ? 1 : Integer.parseInt(arguments[0]);
        TutorialRooms rooms = new TutorialRooms();
        Pairs pairs = new Pairs();
        Channel listener = new ServerBootstrap()
                .group(new MultiThreadIoEventLoopGroup(loops, NioIoHandler.newFactory()))
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(new HttpServerCodec())
                                .addLast(new HttpObjectAggregator(1 << 16))
                                .addLast(new WebSocketServerProtocolHandler("/", true))
                                .addLast(new Entrance(rooms, pairs));
                    }
                })
                .bind(InetAddress.getLoopbackAddress(), 0)
                .sync()
                .channel();
        System.out.println("ready " + ((InetSocketAddress) listener.localAddress()).getPort());
        listener.closeFuture().sync();
    }

    /** Waits for the upgrade and leaves its place to the handler of the protocol that the client asked for. */
    private static final class Entrance extends ChannelInboundHandlerAdapter {
        private final TutorialRooms rooms;
        private final Pairs pairs;

        Entrance(TutorialRooms rooms, Pairs pairs) {
            this.rooms = rooms;
            this.pairs = pairs;
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
            if (event instanceof HandshakeComplete upgrade) {
                if (upgrade.requestUri().startsWith("/pair")) {
                    ctx.pipeline().replace(this, "pair", pairs.handler());
                } else {
                    ctx.pipeline().replace(this, "rooms", rooms.handler());
                }
            } else {
                super.userEventTriggered(ctx, event);
            }
        }
    }
}
