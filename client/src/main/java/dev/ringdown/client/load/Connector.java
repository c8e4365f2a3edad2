package dev.ringdown.client.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Sets up the connections of one loop, a bounded number at a time: a peer holds its place from the connect until it has
 * joined its room, has been told to wait for a partner, or has failed.
 */
final class Connector {
    /** Longest message that is taken from a server, in bytes. */
    static final int MAX_MESSAGE_BYTES = 1 << 20;

    private static final int MAX_ANSWER_BYTES = 1 << 16;

    private final LoadPlan plan;
    private final int limit;
    private final Bootstrap bootstrap;
    private final Queue<LoadPeer> waiting = new ArrayDeque<>();
    private int settingUp;

    Connector(LoadLoop loop, Transport transport) {
        this.plan = loop.plan();
        this.limit = plan.dialect() == LoadDialect.PAIR ? 1 : plan.concurrency() / plan.threads();
        this.bootstrap = new Bootstrap()
                .group(loop.eventLoop())
                .channel(transport.channelType())
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) Math.min(60_000, plan.setupTimeoutSeconds() * 1000))
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(1 << 16, 1 << 18));
        if (transport == Transport.EPOLL && plan.fromAddresses() > 1) {
            bootstrap.option(EpollChannelOption.IP_BIND_ADDRESS_NO_PORT, true);
        }
    }

    /** Connects the peer as soon as there is a place free. */
    void open(LoadPeer peer) {
        waiting.add(peer);
        connectNext();
    }

    /** Gives the place of a peer back. */
    void release() {
        settingUp--;
        connectNext();
    }

    boolean isIdle() {
        return settingUp == 0 && waiting.isEmpty();
    }

    private void connectNext() {
        while (settingUp < limit) {
            LoadPeer peer = waiting.poll();
            if (peer == null) {
                return;
            }
            if (peer.isGone()) {
                continue;
            }
            settingUp++;
            connect(peer);
        }
    }

    private void connect(LoadPeer peer) {
        var connected = bootstrap
                .clone()
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        // The upgrade takes the HTTP codec out, puts the frame codec in, and the connection in its own
                        // place.
                        channel.pipeline()
                                .addLast("http", new HttpClientCodec())
                                .addLast("answer", new HttpObjectAggregator(MAX_ANSWER_BYTES))
                                .addLast("upgrade", new UpgradeHandler(peer, peer.connecting(channel), plan.uri()));
                    }
                })
                .connect(plan.address(), sourceAddress(peer.index()));
        connected.addListener(done -> {
            if (!done.isSuccess()) {
                peer.fail(done.cause());
            }
        });
    }

    private @Nullable SocketAddress sourceAddress(int peerIndex) {
        if (plan.fromAddresses() == 1) {
            return null;
        }
        int i = peerIndex % plan.fromAddresses();
        byte[] address = {127, 0, (byte) (1 + i / 250), (byte) (1 + i % 250)};
        try {
            return new InetSocketAddress(InetAddress.getByAddress(address), 0);
        } catch (UnknownHostException e) {
            throw new AssertionError("four bytes are an address", e);
        }
    }
}
