package dev.ringdown.server.support;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ringdown.protocol.CloseReason;
import dev.ringdown.protocol.ProtocolError;
import dev.ringdown.protocol.Splice;
import dev.ringdown.server.core.Peer;
import dev.ringdown.server.core.PeerLink;
import dev.ringdown.server.core.Room;
import dev.ringdown.server.core.SessionLink;
import dev.ringdown.server.core.SharedMessage;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A link without a client behind it, which keeps what it is sent. Any thread. */
public final class RecordingLink implements SessionLink {
    private final List<String> messages = new ArrayList<>();
    private final List<ByteBuf> held = new ArrayList<>();
    private boolean holding;
    private Consumer<String> whenSent = message -> {};
    private boolean elsewhere;
    private final Queue<Runnable> tasks = new ArrayDeque<>();

    /** Everything that was sent, in order. */
    public synchronized List<String> messages() {
        return List.copyOf(messages);
    }

    /** What was sent last; empty if nothing was. */
    public synchronized String last() {
        return messages.isEmpty() ? "" : messages.getLast();
    }

    /** From now on this happens with each message, as soon as it is sent. */
    public synchronized void whenSent(Consumer<String> then) {
        whenSent = then;
    }

    /** From now on tasks wait, as they do for another event loop, until {@link #runTasks}. */
    public synchronized void moveElsewhere() {
        elsewhere = true;
    }

    /** Runs what waits. */
    public synchronized void runTasks() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    /** From now on shared messages are kept, as they are where a socket takes no more. */
    public synchronized void hold() {
        holding = true;
    }

    /** Lets go of what was held. */
    public synchronized void letGo() {
        holding = false;
        held.forEach(ByteBuf::release);
        held.clear();
    }

    @Override
    public synchronized void send(byte[] bytes, int offset, int length) {
        String message = new String(bytes, offset, length, UTF_8);
        messages.add(message);
        whenSent.accept(message);
    }

    @Override
    public synchronized void send(SharedMessage message) {
        ByteBuf share = message.share();
        messages.add(share.toString(UTF_8));
        if (holding) {
            held.add(share);
        } else {
            share.release();
        }
    }

    @Override
    public void send(byte[] bytes, int offset, int length, PeerLink cause) {
        send(bytes, offset, length);
    }

    @Override
    public void send(SharedMessage message, PeerLink cause) {
        send(message);
    }

    @Override
    public boolean relay(Splice splice, PeerLink from, @Nullable Peer to, @Nullable Room within) {
        byte[] message = new byte[splice.length()];
        splice.copyTo(message, 0);
        send(message);
        return true;
    }

    @Override
    public void sendBinary(byte[] bytes, int offset, int length) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close(CloseReason reason) {
        send(reason.label().getBytes(UTF_8));
    }

    @Override
    public void setDeadline(Duration within, CloseReason otherwise) {}

    @Override
    public void clearDeadline() {}

    @Override
    public synchronized void execute(Runnable task) {
        if (elsewhere) {
            tasks.add(task);
        } else {
            task.run();
        }
    }

    @Override
    public void countIgnored(ProtocolError error) {}
}
