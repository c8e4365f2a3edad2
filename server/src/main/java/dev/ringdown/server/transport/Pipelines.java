package dev.ringdown.server.transport;

import dev.ringdown.protocol.CloseReason;
import dev.ringdown.server.config.HttpSettings;
import dev.ringdown.server.transport.HttpHandler.Site;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseEncoder;

/**
 * Assembles every pipeline there is:
 *
 * <pre>
 *   HTTP        http-decoder · http-encoder · http-aggregator · http
 *   WebSocket   frames
 * </pre>
 *
 * The second takes the first one's place when a handshake is answered, see {@link HttpHandler}.
 */
final class Pipelines extends ChannelInitializer<Channel> {
    static final String HTTP_DECODER = "http-decoder";
    static final String HTTP_ENCODER = "http-encoder";
    static final String HTTP_AGGREGATOR = "http-aggregator";
    static final String HTTP = "http";
    static final String FRAMES = "frames";

    private final Loops loops;
    private final ConnectionLimits limits;
    private final HttpSettings http;
    private final Site site;

    Pipelines(Loops loops, ConnectionLimits limits, HttpSettings http, Site site) {
        this.loops = loops;
        this.limits = limits;
        this.http = http;
        this.site = site;
    }

    @Override
    protected void initChannel(Channel channel) {
        Loop loop = loops.of(channel.eventLoop());
        Connection connection = new Connection(channel, loop, limits);
        loop.add(connection);
        connection.expect(http.handshakeTimeout(), CloseReason.NORMAL);
        HttpDecoderConfig decoding = new HttpDecoderConfig()
                .setMaxInitialLineLength(http.maxRequestLineBytes())
                .setMaxHeaderSize(http.maxHeaderBytes());
        channel.pipeline()
                .addLast(HTTP_DECODER, new StrictRequestDecoder(decoding))
                .addLast(HTTP_ENCODER, new HttpResponseEncoder())
                .addLast(HTTP_AGGREGATOR, new HttpObjectAggregator(http.maxBodyBytes(), true))
                .addLast(HTTP, new HttpHandler(connection, site));
    }
}
