package dev.ringdown.client.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ringdown.client.load.FrameWriter.Place;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A server of the rooms protocol on a free port of 127.0.0.1, correct until it is told to misbehave. Its state is
 * confined to its one event loop; the counters may be read from anywhere.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a write that fails shows in what the generator misses
final class TestRelay implements AutoCloseable {
    final AtomicInteger relayed = new AtomicInteger();
    final AtomicInteger misdeeds = new AtomicInteger();
    final AtomicInteger left = new AtomicInteger();
    final AtomicInteger mostConnecting = new AtomicInteger();

    Misdeed misdeed = Misdeed.NONE;
    int oneIn = 1;
    Spelling spelling = Spelling.VERBATIM;
    Place place = Place.FIRST;
    Welcome welcome = Welcome.JOIN;
    /** From this message on everything is held until so many are. */
    int holdFrom = Integer.MAX_VALUE;

    int holdCount;
    /** After this message nothing is read for a while. */
    int pauseAfter = -1;

    private int enough = -1;
    private Runnable whenEnough = () -> {};
    private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final Channel listener;
    private final Map<String, Member> membersById = new LinkedHashMap<>();
    private final List<Runnable> held = new ArrayList<>();
    private int connecting;

    TestRelay() {
        listener = new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .childOption(ChannelOption.SO_RCVBUF, 1 << 16)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        mostConnecting.accumulateAndGet(++connecting, Math::max);
                        channel.pipeline()
                                .addLast(new HttpServerCodec())
                                .addLast(new HttpObjectAggregator(1 << 16))
                                .addLast(new WebSocketServerProtocolHandler("/ws", null, false, 1 << 20))
                                .addLast(new NotFoundHandler())
                                .addLast(new Member(channel));
                    }
                })
                .bind(InetAddress.getLoopbackAddress(), 0)
                .syncUninterruptibly()
                .channel();
    }

    int port() {
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }

    PlanBuilder plan() {
        return new PlanBuilder(port());
    }

    TestRelay misbehaving(Misdeed what, int oneInSoMany) {
        misdeed = what;
        oneIn = oneInSoMany;
        return this;
    }

    /** Runs something when so many messages have come to be relayed; before the first peer connects. */
    void afterRelaying(int messages, Runnable task) {
        enough = messages;
        whenEnough = task;
    }

    @Override
    public void close() {
        listener.close().syncUninterruptibly();
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }

    /** One connection. */
    private final class Member extends SimpleChannelInboundHandler<TextWebSocketFrame> {
        private final Channel channel;
        private final String id = UUID.randomUUID().toString();
        private String username = "";
        private String room = "";
        private @Nullable String swapped;

        Member(Channel channel) {
            this.channel = channel;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, TextWebSocketFrame frame) {
            String text = frame.text();
            byte[] bytes = text.getBytes(UTF_8);
            Map<String, @Nullable Object> message = Objects.requireNonNull(Json.object(bytes, bytes.length));
            switch (String.valueOf(message.get("type"))) {
                case "IDENTIFY" -> identify(String.valueOf(message.get("username")));
                case "JOIN_ROOM" -> join(String.valueOf(message.get("roomId")));
                case "LEAVE_ROOM" -> {
                    left.incrementAndGet();
                    leave();
                }
                default -> relay(text, String.valueOf(message.get("toPeerId")));
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            leave();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }

        private void identify(String name) {
            username = name;
            if (welcome == Welcome.AUTH_ERROR) {
                say(
                        "{\"type\":\"AUTH_ERROR\",\"status\":\"error\",\"username\":\"\",\"message\":\"Username already taken.\"}");
                channel.close();
            } else if (welcome != Welcome.SILENCE) {
                say("{\"type\":\"AUTH_SUCCESS\",\"status\":\"success\",\"username\":\"" + name + "\"}");
            }
        }

        private void join(String name) {
            connecting--;
            if (welcome == Welcome.ROOM_FULL) {
                say("{\"type\":\"ERROR\",\"code\":\"room_full\",\"message\":\"No more.\"}");
                return;
            }
            room = name;
            List<String> members = new ArrayList<>();
            for (Member other : membersById.values()) {
                if (other.room.equals(name)) {
                    members.add(other.card());
                    if (welcome != Welcome.NO_NEWS) {
                        other.say(
                                "{\"type\":\"NEW_PEER_IN_ROOM\",\"roomId\":\"" + name + "\",\"peer\":" + card() + "}");
                    }
                }
            }
            membersById.put(id, this);
            say("{\"type\":\"ROOM_MEMBERS\",\"roomId\":\"" + name + "\",\"members\":[" + String.join(",", members)
                    + "]}");
        }

        private void leave() {
            if (membersById.remove(id) != null) {
                for (Member other : membersById.values()) {
                    if (other.room.equals(room)) {
                        other.say("{\"type\":\"PEER_LEFT_ROOM\",\"roomId\":\"" + room + "\",\"peer\":" + card() + "}");
                    }
                }
            }
        }

        private String card() {
            return "{\"id\":\"" + id + "\",\"username\":\"" + username + "\"}";
        }

        private void relay(String text, String to) {
            int number = relayed.incrementAndGet();
            if (number == enough) {
                whenEnough.run();
            }
            if (number == pauseAfter) {
                channel.config().setAutoRead(false);
                channel.eventLoop().schedule(() -> channel.config().setAutoRead(true), 400, TimeUnit.MILLISECONDS);
            }
            Member target = membersById.get(to);
            if (target == null) {
                say("{\"type\":\"ERROR\",\"code\":\"unknown_peer\",\"message\":\"Nobody here has that id.\"}");
            } else if (number >= holdFrom && number < holdFrom + holdCount) {
                held.add(() -> relay(text, target, number));
                if (held.size() == holdCount) {
                    held.forEach(Runnable::run);
                }
            } else {
                relay(text, target, number);
            }
        }

        private void relay(String text, Member target, int number) {
            if (misdeed == Misdeed.NONE || number % oneIn != 0) {
                target.deliver(withSender(text, id));
                return;
            }
            misdeeds.incrementAndGet();
            String right = withSender(text, id);
            switch (misdeed) {
                case NONE, DROP -> {}
                case DUPLICATE -> {
                    target.deliver(right);
                    target.deliver(right);
                }
                case SWAP -> target.swapped = right;
                case TRUNCATE, SHORTEN, FLIP_FILLER, FLIP_TAG, FLIP_QUOTE, FLIP_MID ->
                    target.deliver(misdeed.damage(right));
                case WRONG_SENDER -> target.deliver(withSender(text, target.id));
                case BELIEVE_SENDER -> target.deliver(text);
                case WRONG_PEER ->
                    membersById.values().stream()
                            .filter(other -> !other.room.equals(room))
                            .findFirst()
                            .orElse(this)
                            .deliver(right);
                case COMPLAIN -> {
                    target.deliver(right);
                    say("{\"type\":\"ERROR\",\"code\":\"mood\",\"message\":\"Not today.\"}");
                }
                case CHATTER -> {
                    target.deliver(right);
                    say("{\"type\":\"WEATHER\",\"sky\":\"blue\"}");
                }
                case HANG_UP -> {
                    target.deliver(right);
                    channel.close();
                }
            }
        }

        private void deliver(String text) {
            write(text);
            if (swapped != null) {
                write(swapped);
                swapped = null;
            }
        }

        private void write(String text) {
            switch (spelling) {
                case VERBATIM -> say(text);
                case RESPELLED -> say(Respelling.of(text));
                case FRAGMENTED -> {
                    byte[] bytes = text.getBytes(UTF_8);
                    int third = bytes.length / 3;
                    channel.write(new TextWebSocketFrame(false, 0, Unpooled.wrappedBuffer(bytes, 0, third)));
                    channel.write(
                            new ContinuationWebSocketFrame(false, 0, Unpooled.wrappedBuffer(bytes, third, third)));
                    channel.write(new PingWebSocketFrame(Unpooled.wrappedBuffer(new byte[] {1, 2, 3})));
                    channel.writeAndFlush(new ContinuationWebSocketFrame(
                            true, 0, Unpooled.wrappedBuffer(bytes, 2 * third, bytes.length - 2 * third)));
                }
            }
        }

        private void say(String text) {
            channel.writeAndFlush(new TextWebSocketFrame(text));
        }
    }

    private String withSender(String text, String id) {
        String field = "\"fromPeerId\":\"" + id + "\"";
        if (text.contains("\"fromPeerId\":")) {
            return text.replaceFirst("\"fromPeerId\":\"[^\"]*\"", field);
        }
        return switch (place) {
            case FIRST -> "{" + field + "," + text.substring(1);
            case AFTER_TYPE -> text.replaceFirst("(\"type\":\"[A-Z_]*\")", "$1," + field);
            case LAST -> text.substring(0, text.length() - 1) + "," + field + "}";
        };
    }
}
