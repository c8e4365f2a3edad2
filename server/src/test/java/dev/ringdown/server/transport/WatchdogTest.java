package dev.ringdown.server.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When a server is given up. Its turns are taken by hand, so that no test waits for a clock. */
final class WatchdogTest {
    private static final int PATIENCE = 3;

    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
    private final List<String> said = new CopyOnWriteArrayList<>();
    private final Watchdog watchdog = new Watchdog(Duration.ofSeconds(PATIENCE), said::add);

    @BeforeEach
    void watchOverLoops() {
        watchdog.watchOver(loops);
    }

    @AfterEach
    void endLoops() {
        watchdog.close();
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    @Test
    void loopsThatAnswerAreLeftAlone() {
        for (int turn = 0; turn < 4 * PATIENCE; turn++) {
            turnAndAwaitAnswers();
        }
        assertThat(said).isEmpty();
    }

    @Test
    void aLoopThatRunsNothingForTooLongIsTheEnd() {
        CountDownLatch end = new CountDownLatch(1);
        loops.next().execute(() -> awaitUninterruptibly(end));
        // the first turn gives it a task; so many may then find the task undone
        for (int turn = 0; turn <= PATIENCE; turn++) {
            watchdog.turn();
        }
        assertThat(said).isEmpty();
        watchdog.turn();
        watchdog.turn();
        assertThat(said).singleElement().asString().contains("has run nothing for");
        end.countDown();
    }

    @Test
    void aLoopThatWasLateIsForgiven() {
        for (int round = 0; round < 3; round++) {
            CountDownLatch end = new CountDownLatch(1);
            loops.next().execute(() -> awaitUninterruptibly(end));
            for (int turn = 0; turn < PATIENCE; turn++) {
                watchdog.turn();
            }
            end.countDown();
            turnAndAwaitAnswers();
            turnAndAwaitAnswers();
        }
        assertThat(said).isEmpty();
    }

    @Test
    void aLoopThatEndedIsTheEnd() {
        watchdog.turn();
        loops.next().shutdownGracefully(0, 0, TimeUnit.SECONDS).awaitUninterruptibly();
        await().until(() -> {
            watchdog.turn();
            return !said.isEmpty();
        });
        watchdog.turn();
        assertThat(said).containsExactly("An event loop has ended by itself");
    }

    @Test
    void loopsThatEndBecauseTheServerStopsAreNot() {
        watchdog.close();
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
        watchdog.turn();
        assertThat(said).isEmpty();
    }

    @Test
    void memoryThatDoesNotComeBackIsTheEnd() {
        turnAndAwaitAnswers();
        for (int turn = 0; turn < PATIENCE; turn++) {
            watchdog.outOfMemory();
            turnAndAwaitAnswers();
        }
        assertThat(said).isEmpty();
        watchdog.outOfMemory();
        watchdog.turn();
        assertThat(said).singleElement().asString().contains("Memory has been used up");
    }

    @Test
    void memoryThatComesBackIsNot() {
        for (int turn = 0; turn < 4 * PATIENCE; turn++) {
            if (turn % PATIENCE != 0) {
                watchdog.outOfMemory();
            }
            turnAndAwaitAnswers();
        }
        assertThat(said).isEmpty();
    }

    @Test
    void aListenerThatIsPausedForGoodAcceptsAgain() {
        Channel listening = listen();
        listening.config().setAutoRead(false);
        for (int turn = 0; turn < 3; turn++) {
            turnAndAwaitAnswers();
        }
        assertThat(listening.config().isAutoRead()).isTrue();
        assertThat(said).isEmpty();
        listening.close().awaitUninterruptibly();
    }

    @Test
    void aListenerThatIsPausedNowAndThenIsLeftPaused() {
        Channel listening = listen();
        for (int pause = 0; pause < 5; pause++) {
            listening.config().setAutoRead(false);
            turnAndAwaitAnswers();
            turnAndAwaitAnswers();
            assertThat(listening.config().isAutoRead()).isFalse();
            listening.config().setAutoRead(true);
            turnAndAwaitAnswers();
        }
        listening.close().awaitUninterruptibly();
    }

    @Test
    void aListenerThatWasClosedByAFaultIsTheEnd() {
        listen().close().awaitUninterruptibly();
        watchdog.turn();
        assertThat(said).containsExactly("A port was closed by a fault");
    }

    private Channel listen() {
        Channel listening = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInboundHandlerAdapter())
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .awaitUninterruptibly()
                .channel();
        watchdog.watchOver(listening);
        return listening;
    }

    private void turnAndAwaitAnswers() {
        watchdog.turn();
        loops.forEach(loop -> loop.submit(() -> {}).awaitUninterruptibly());
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
