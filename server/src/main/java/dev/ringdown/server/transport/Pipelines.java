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
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseEncoder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Assembles every pipeline there is:
 *
 * <pre>
 *   HTTP        http-decoder · http-encoder · http-aggregator · http
 *   WebSocket   messages, and on epoll no pipeline at all
 *   lines       messages
 *   refused     http, which is a RefusalHandler
 * </pre>
 *
 * The second takes the first one's place when a handshake is answered, see {@link HttpHandler}. Any thread.
 */
final class Pipelines {
    private static final Logger LOG = LoggerFactory.getLogger(Pipelines.class);
    static final String HTTP_DECODER = "http-decoder";
    static final String HTTP_ENCODER = "http-encoder";
    static final String HTTP_AGGREGATOR = "http-aggregator";
    static final String HTTP = "http";
    static final String MESSAGES = "messages";

    /** Requests are short: no client holds much with what it sent in one segment. */
    private static final AdaptiveRecvByteBufAllocator REQUESTS = new AdaptiveRecvByteBufAllocator(512, 2048, 8192);

    /** Of HTTP: not writable as long as anything of the last answer is unsent. */
    private static final WriteBufferWaterMark ONE_ANSWER = new WriteBufferWaterMark(1, 1);

    private final Loops loops;
    private final ConnectionLimits limits;
    private final HttpSettings http;
    private final Admission admission;
    private final Watchdog watchdog;
    private final AtomicInteger waitedFor = new AtomicInteger();
    private final AtomicLong refused = new AtomicLong();

    Pipelines(Loops loops, ConnectionLimits limits, HttpSettings http, Admission admission, Watchdog watchdog) {
        this.loops = loops;
        this.limits = limits;
        this.http = http;
        this.admission = admission;
        this.watchdog = watchdog;
    }

    /** How many connections were refused. */
    long refused() {
        return refused.get();
    }

    /** Pipelines for a listener of HTTP and WebSocket. */
    ChannelInitializer<Channel> ofHttp(Site site) {
        return new Initializer() {
            @Override
            void refuse(Channel channel, Admission.Refusal refusal) {
                channel.pipeline().addLast(HTTP, new RefusalHandler(refusal, waitedFor));
            }

            @Override
            void admit(Channel channel, InetAddress remote, Connection connection) {
                channel.config().setRecvByteBufAllocator(REQUESTS).setWriteBufferWaterMark(ONE_ANSWER);
                HttpDecoderConfig decoding = new HttpDecoderConfig()
                        .setMaxInitialLineLength(http.maxRequestLineBytes())
                        .setMaxHeaderSize(http.maxHeaderBytes());
                channel.pipeline()
                        .addLast(HTTP_DECODER, new StrictRequestDecoder(decoding, connection))
                        .addLast(HTTP_ENCODER, new HttpResponseEncoder())
                        .addLast(HTTP_AGGREGATOR, new HttpObjectAggregator(http.maxBodyBytes(), true))
                        .addLast(HTTP, new HttpHandler(connection, site, remote));
            }
        };
    }

    /** Pipelines for a listener of a dialect of lines. */
    ChannelInitializer<Channel> ofLines(Door door) {
        return new Initializer() {
            @Override
            void refuse(Channel channel, Admission.Refusal refusal) {
                // nothing was asked that an answer could refuse
                channel.close();
            }

            @Override
            void admit(Channel channel, InetAddress remote, Connection connection) {
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
                connection.upgradeToLines(
                        door.row(), session, new LineReader(connection, session, maxBytes, http.handshakeTimeout()));
                connection.opened();
                connection.loop().flush();
            }
        };
    }

    /** What is done with a socket that was accepted. Whatever goes wrong here ends that socket and nothing else. */
    private abstract class Initializer extends ChannelInitializer<Channel> {
        abstract void refuse(Channel channel, Admission.Refusal refusal);

        abstract void admit(Channel channel, InetAddress remote, Connection connection);

        @Override
        protected final void initChannel(Channel channel) {
            InetAddress remote = remoteAddress(channel);
            Admission.Place place = admission.enter(remote);
            if (place.refusal() != null) {
                refused.incrementAndGet();
                refuse(channel, place.refusal());
                return;
            }
            // whatever goes wrong behind this closes the channel, whose end is the connection's
            channel.closeFuture().addListener(closed -> place.leave());
            admit(channel, remote, accept(channel, place));
        }

        /** What Netty does too, which then closes the socket; but here no fault is left to escape, or to be logged in vain. */
        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable fault) {
            if (fault instanceof Error error) {
                watchdog.survived(error);
            }
            LOG.error("A fault while a connection was accepted ended it", fault);
            context.close();
        }
    }

    private Connection accept(Channel channel, Admission.Place place) {
        Loop loop = loops.of(channel.eventLoop());
        Connection connection = new Connection(channel, loop, limits, place::leave);
        loop.add(connection);
        connection.setDeadline(http.handshakeTimeout(), CloseReason.NORMAL);
        return connection;
    }

    private static InetAddress remoteAddress(Channel channel) {
        return channel.remoteAddress() instanceof InetSocketAddress remote && remote.getAddress() != null
                ? remote.getAddress()
                : InetAddress.getLoopbackAddress();
    }
}
