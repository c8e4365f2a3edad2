package dev.ringdown.client.chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * One chat with one peer over one connection, which carries nothing but the text, in UTF-8.
 *
 * <p><b>Where a message ends.</b> The older client sends a message without an end and takes for one whatever it
 * receives at once. So does this: a message goes out bare, and what arrived counts as a whole message when nothing
 * follows for {@value #QUIET_MILLIS} ms. Messages sent faster than a person types would run together in TCP, so one that
 * follows another within {@value #APART_MILLIS} ms has a line feed in front; a received line feed always ends a message.
 *
 * <p>{@link #say} and {@link #hangUp} belong to the thread of the prompt; the peer is listened to on a thread of the
 * call's own.
 */
final class Call {
    static final int QUIET_MILLIS = 40;
    static final int APART_MILLIS = 1000;

    private static final Duration FAREWELL = Duration.ofMillis(500);
    private static final int BUFFER_BYTES = 4096;
    private static final long NANOS_PER_MILLI = 1_000_000;

    /** Is told on the call's own thread. */
    interface Listener {
        /** The peer said this, which is any text on one line. */
        void heard(Call call, String line);

        /** Either side hung up, or the connection broke; nothing more will be heard. */
        void ended(Call call);
    }

    private final String peer;
    private final Socket socket;
    private final LongSupplier nanoTime;
    private final Thread ear;
    private long bareAfterNanos;

    /**
     * @param peer how the peer is shown
     * @param socket connected; closed with the call
     * @param nanoTime as {@link System#nanoTime}
     */
    Call(String peer, Socket socket, Listener listener, LongSupplier nanoTime) throws IOException {
        this.peer = peer;
        this.socket = socket;
        this.nanoTime = nanoTime;
        this.ear = Thread.ofVirtual().name("call-" + peer).unstarted(() -> listen(listener));
        this.bareAfterNanos = nanoTime.getAsLong();
        socket.setTcpNoDelay(true);
    }

    /** Starts listening to the peer; once. */
    void start() {
        ear.start();
    }

    /** How the peer is shown. */
    String peer() {
        return peer;
    }

    /**
     * Sends a message. Waits while the peer takes nothing and the system's buffers are full.
     *
     * @throws IOException when the peer is gone
     */
    void say(String message) throws IOException {
        long now = nanoTime.getAsLong();
        String text = now - bareAfterNanos < 0 ? '\n' + message : message;
        bareAfterNanos = now + APART_MILLIS * NANOS_PER_MILLI;
        socket.getOutputStream().write(text.getBytes(UTF_8));
    }

    /**
     * Ends the chat, after {@link #start}, so that what was said still arrives: gives the peer a moment to hang up too,
     * then closes.
     */
    void hangUp() {
        try {
            finish();
            ear.join(FAREWELL);
            close();
            ear.join(FAREWELL);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close();
        }
    }

    private void listen(Listener listener) {
        IncomingText text = new IncomingText();
        byte[] piece = new byte[BUFFER_BYTES];
        try {
            int length = 0;
            while (length >= 0) {
                text.add(piece, length).forEach(line -> listener.heard(this, line));
                length = read(text, piece, listener);
            }
        } catch (IOException e) {
            // as good as an end: the peer is gone, or this side has hung up
        }
        text.end().forEach(line -> listener.heard(this, line));
        close();
        listener.ended(this);
    }

    /** Waits for the next piece; when a message has begun and none comes, the message ends. */
    private int read(IncomingText text, byte[] piece, Listener listener) throws IOException {
        while (true) {
            socket.setSoTimeout(text.hasBegun() ? QUIET_MILLIS : 0);
            try {
                return socket.getInputStream().read(piece);
            } catch (SocketTimeoutException quiet) {
                text.rest().forEach(line -> listener.heard(this, line));
            }
        }
    }

    private void finish() {
        try {
            socket.shutdownOutput();
        } catch (IOException e) {
            // the peer was faster
        }
    }

    private void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // nothing is left to be lost
        }
    }
}
