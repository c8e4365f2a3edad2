package dev.ringdown.server.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.DuplexChannel;

/** Netty's channel in memory, with two halves that end apart, and a client that takes no more than the test wants. */
final class MemoryChannel extends EmbeddedChannel implements DuplexChannel {
    private boolean outputShutdown;
    private boolean failing;
    private long takes = Long.MAX_VALUE;

    /** From now on it fails as none should. */
    void fail() {
        failing = true;
    }

    /** From now on the client takes so many bytes and no more; {@link Long#MAX_VALUE} for all that comes. */
    void take(long bytes) {
        takes = bytes;
    }

    @Override
    protected void doWrite(ChannelOutboundBuffer out) throws Exception {
        if (takes == Long.MAX_VALUE) {
            super.doWrite(out);
        } else if (!out.isEmpty()) {
            out.removeBytes(takes);
            takes = 0;
        }
    }

    @Override
    public Channel flush() {
        if (failing) {
            throw new IllegalStateException("as the test wants it");
        }
        return super.flush();
    }

    @Override
    public boolean isInputShutdown() {
        return false;
    }

    @Override
    public ChannelFuture shutdownInput() {
        return shutdownInput(newPromise());
    }

    @Override
    public ChannelFuture shutdownInput(ChannelPromise promise) {
        throw new UnsupportedOperationException("nobody needs it");
    }

    @Override
    public boolean isOutputShutdown() {
        return outputShutdown;
    }

    @Override
    public ChannelFuture shutdownOutput() {
        return shutdownOutput(newPromise());
    }

    @Override
    public ChannelFuture shutdownOutput(ChannelPromise promise) {
        outputShutdown = true;
        return promise.setSuccess();
    }

    @Override
    public boolean isShutdown() {
        return false;
    }

    @Override
    public ChannelFuture shutdown() {
        return shutdown(newPromise());
    }

    @Override
    public ChannelFuture shutdown(ChannelPromise promise) {
        throw new UnsupportedOperationException("nobody needs it");
    }
}
