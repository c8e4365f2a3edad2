package dev.ringdown.client.chat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CallTest implements Call.Listener {
    private static final int DEADLINE_SECONDS = 20;

    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE);
    private SeedPeer peer;
    private Call call;

    @BeforeEach
    void connect() throws IOException {
        try (ServerSocket door = SeedPeer.door()) {
            Socket socket = new Socket(door.getInetAddress(), door.getLocalPort());
            peer = SeedPeer.calledAt(door);
            call = new Call("peer", socket, this, nanos::get);
        }
        call.start();
    }

    @AfterEach
    void hangUp() throws IOException {
        peer.close();
        call.hangUp();
    }

    @Override
    public void heard(Call call, String line) {
        heard.add(line);
    }

    @Override
    public void ended(Call call) {
        ended.countDown();
    }

    @Test
    void sendsTheTextAndNothingElse() throws IOException {
        call.say("Hello Bob!");
        assertThat(peer.receive()).isEqualTo("Hello Bob!");

        nanos.addAndGet(Duration.ofMillis(Call.APART_MILLIS).toNanos());
        call.say("Grüße 🎯");
        assertThat(peer.receive()).isEqualTo("Grüße 🎯");
    }

    @Test
    void keepsMessagesApartThatTcpWouldRunTogether() throws IOException {
        call.say("one");
        call.say("two");
        nanos.addAndGet(Duration.ofMillis(Call.APART_MILLIS).toNanos() - 1);
        call.say("three");
        call.hangUp();

        assertThat(peer.receiveAll()).isEqualTo("one\ntwo\nthree");
    }

    @Test
    void takesForAMessageWhatNothingFollows() throws Exception {
        peer.send("Hello Alice!");
        assertThat(next()).isEqualTo("Hello Alice!");

        peer.send("How are you?");
        assertThat(next()).isEqualTo("How are you?");
    }

    @Test
    void hearsEveryLineOfWhatComesAtOnce() throws Exception {
        peer.send("one\ntwo\r\nthree");

        assertThat(next()).isEqualTo("one");
        assertThat(next()).isEqualTo("two");
        assertThat(next()).isEqualTo("three");
    }

    @Test
    void putsACharacterTogetherWhoseBytesComeApart() throws Exception {
        byte[] bytes = "x🎯".getBytes(UTF_8);
        peer.send(Arrays.copyOf(bytes, 3));
        assertThat(next()).isEqualTo("x");

        peer.send(Arrays.copyOfRange(bytes, 3, bytes.length));
        assertThat(next()).isEqualTo("🎯");
    }

    @Test
    void hearsWhatWasSaidLastBeforeTheEnd() throws Exception {
        peer.send("bye");
        peer.close();

        assertThat(next()).isEqualTo("bye");
        assertThat(ended.await(DEADLINE_SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void endsWhenThePeerDies() throws Exception {
        peer.die();

        assertThat(ended.await(DEADLINE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> call.say("there?"));
    }

    @Test
    void hangsUpOnAPeerThatDoesNot() throws IOException {
        call.hangUp();

        peer.assertHungUpOn();
        await().until(() -> ended.getCount() == 0);
    }

    private String next() throws InterruptedException {
        String line = heard.poll(DEADLINE_SECONDS, TimeUnit.SECONDS);
        assertThat(line).isNotNull();
        return line;
    }
}
