package dev.ringdown.server.transport;

import dev.ringdown.protocol.CloseReason;
import dev.ringdown.server.config.HttpSettings;
import dev.ringdown.server.dialect.Dialect;
import dev.ringdown.server.dialect.DialectSession;
import dev.ringdown.server.dialect.Handshake;
import dev.ringdown.server.dialect.HandshakeRefused;
import dev.ringdown.server.security.Admission;
import dev.ringdown.server.transport.Doors.Door;
import dev.ringdown.server.transport.HttpHandler.Site;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseEncoder;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * Assembles every pipeline there is:
 *
 * <pre>
 *   HTTP        http-decoder · http-encoder · http-aggregator · http
 *   WebSocket   messages, and on epoll no pipeline at all
 *   lines       messages
 * </pre>
 *
 * The second takes the first one's place when a handshake is answered, see {@link HttpHandler}. Any thread.
 */
final class Pipelines {
    static final String HTTP_DECODER = "http-decoder";
    static final String HTTP_ENCODER = "http-encoder";
    static final String HTTP_AGGREGATOR = "http-aggregator";
    static final String HTTP = "http";
    static final String MESSAGES = "messages";

    /** Requests are short: no client holds much with what it sent in one segment. */
    private static final AdaptiveRecvByteBufAllocator REQUESTS = new AdaptiveRecvByteBufAllocator(512, 2048, 8192);

    private final Loops loops;
    private final ConnectionLimits limits;
    private final HttpSettings http;
    private final Admission admission;

    Pipelines(Loops loops, ConnectionLimits limits, HttpSettings http, Admission admission) {
        this.loops = loops;
        this.limits = limits;
        this.http = http;
        this.admission = admission;
    }

    /** Pipelines for a listener of HTTP and WebSocket. */
    ChannelInitializer<Channel> ofHttp(Site site) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                InetAddress remote = remoteAddress(channel);
                Admission.Refusal refusal = admission.enter(remote);
                Connection connection = accept(channel, remote);
                channel.config().setRecvByteBufAllocator(REQUESTS);
                HttpDecoderConfig decoding = new HttpDecoderConfig()
                        .setMaxInitialLineLength(http.maxRequestLineBytes())
                        .setMaxHeaderSize(http.maxHeaderBytes());
                channel.pipeline()
                        .addLast(HTTP_DECODER, new StrictRequestDecoder(decoding, connection))
                        .addLast(HTTP_ENCODER, new HttpResponseEncoder())
                        .addLast(HTTP_AGGREGATOR, new HttpObjectAggregator(http.maxBodyBytes(), true))
                        .addLast(HTTP, new HttpHandler(connection, site, remote, refusal));
            }
        };
    }

    /** Pipelines for a listener of a dialect of lines. */
    ChannelInitializer<Channel> ofLines(Door door) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                InetAddress remote = remoteAddress(channel);
                Admission.Refusal refusal = admission.enter(remote);
                Connection connection = accept(channel, remote);
                Dialect dialect = door.dialect();
                DialectSession session;
                try {
                    session = dialect.open(Handshake.ofTcp(remote), connection);
                } catch (HandshakeRefused refused) {
                    // nothing was asked that an answer could refuse
                    channel.close();
                    return;
                }
                int maxBytes = dialect.limits().maxMessageBytes();
                connection.upgradeToLines(door.row(), session, new LineReader(connection, session, maxBytes));
                connection.opened();
                if (refusal != null) {
                    connection.close(CloseReason.RATE_LIMITED);
                }
                connection.loop().flush();
            }
        };
    }

    private Connection accept(Channel channel, InetAddress remote) {
        Loop loop = loops.of(channel.eventLoop());
        Connection connection = new Connection(channel, loop, limits, () -> admission.leave(remote));
        loop.add(connection);
        connection.expect(http.handshakeTimeout(), CloseReason.NORMAL);
        return connection;
    }

    private static InetAddress remoteAddress(Channel channel) {
        return channel.remoteAddress() instanceof InetSocketAddress remote && remote.getAddress() != null
                ? remote.getAddress()
                : InetAddress.getLoopbackAddress();
    }
}
