package dev.ringdown.server.transport;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.ringdown.server.security.Admission;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The whole pipeline of a connection that is not let in: answers whatever it asks with the refusal, and when to come back,
 * and ends. Confined to the connection's event loop.
 *
 * <p>It is answered when it asks, since a socket that is closed with unread input resets the connection, and the reset could
 * overtake the answer. Who asks nothing is answered soon, and at once where too many are waited for: they take no more than
 * {@link #MOST_WAITED_FOR} descriptors.
 */
final class RefusalHandler extends ChannelInboundHandlerAdapter {
    /** Connections that are refused and still open, of all listeners that share their places. */
    static final int MOST_WAITED_FOR = 32;

    private static final int ANSWERED_WITHIN_MILLIS = 2000;
    private static final int GONE_WITHIN_MILLIS = 1000;
    private static final int MAX_RETRY_SECONDS = 10;
    private static final String TEXT = "Too many connections, come back later.\n";

    private final Admission.Refusal refusal;
    private final AtomicInteger waitedFor;
    private boolean answered;
    private boolean counted;

    /**
     * @param waitedFor how many there are, of those that share their places
     */
    RefusalHandler(Admission.Refusal refusal, AtomicInteger waitedFor) {
        this.refusal = refusal;
        this.waitedFor = waitedFor;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        counted = true;
        if (waitedFor.incrementAndGet() > MOST_WAITED_FOR) {
            answered = true;
            context.writeAndFlush(Unpooled.wrappedBuffer(answer())).addListener(ChannelFutureListener.CLOSE);
        } else {
            context.executor().schedule(() -> answer(context), ANSWERED_WITHIN_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ReferenceCountUtil.release(message);
        answer(context);
    }

    private void answer(ChannelHandlerContext context) {
        if (answered || !context.channel().isActive()) {
            return;
        }
        answered = true;
        context.writeAndFlush(Unpooled.wrappedBuffer(answer()))
                .addListener(written -> ((DuplexChannel) context.channel()).shutdownOutput());
        context.executor().schedule(() -> context.close(), GONE_WITHIN_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** The client is told when to come back: soon, but not at the same moment as all others. */
    private byte[] answer() {
        int seconds = ThreadLocalRandom.current().nextInt(1, MAX_RETRY_SECONDS + 1);
        return ("HTTP/1.1 " + HttpResponseStatus.valueOf(refusal.status())
                        + "\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: " + TEXT.length()
                        + "\r\nCache-Control: no-store\r\nRetry-After: " + seconds
                        + "\r\nConnection: close\r\n\r\n" + TEXT)
                .getBytes(US_ASCII);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (counted) {
            counted = false;
            waitedFor.decrementAndGet();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable lost) {
        context.close();
    }
}
