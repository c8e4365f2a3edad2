package dev.ringdown.server.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringdown.protocol.CloseReason;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class DeadlineWheelTest {
    private static final int CONNECTIONS = 40;
    private static final int CHANGES = 2_000;

    private final DeadlineWheel wheel = new DeadlineWheel(0);

    @Test
    void holdsWhoWasAddedAndNotRemovedOnceEach() {
        MemoryConnection first = new MemoryConnection(MemoryConnection.LIMITS, null);
        List<MemoryConnection> all = new ArrayList<>(List.of(first));
        List<Connection> outside = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            MemoryConnection memory = new MemoryConnection(first);
            all.add(memory);
            Connection connection = memory.connection();
            connection.loop().remove(connection);
            outside.add(connection);
        }
        List<Connection> inside = new ArrayList<>();
        Random random = new Random(1);
        for (int i = 0; i < CHANGES; i++) {
            int dice = random.nextInt(3);
            if (dice == 0 && !outside.isEmpty()) {
                Connection comes = outside.remove(random.nextInt(outside.size()));
                wheel.add(comes);
                inside.add(comes);
            } else if (dice == 1 && !inside.isEmpty()) {
                Connection goes = inside.remove(random.nextInt(inside.size()));
                wheel.remove(goes);
                outside.add(goes);
            } else if (!inside.isEmpty()) {
                wheel.reschedule(inside.get(random.nextInt(inside.size())));
                // its connections are in the buckets of different ticks
                wheel.advance(i / 10, Integer.MAX_VALUE);
            }
            assertThat(wheel.all()).containsExactlyInAnyOrderElementsOf(inside);
            assertThat(wheel.size()).isEqualTo(inside.size());
        }
        inside.forEach(wheel::remove);
        assertThat(wheel.all()).isEmpty();
        all.forEach(MemoryConnection::close);
    }

    /** One that was told to go, and goes a little later, is due still. */
    @Test
    void whoIsDueIsLookedAtOnceASweepHoweverLateItComes() {
        AtomicInteger closes = new AtomicInteger();
        EmbeddedChannel channel = new EmbeddedChannel(new ChannelOutboundHandlerAdapter() {
            @Override
            public void close(ChannelHandlerContext context, ChannelPromise promise) {
                closes.incrementAndGet();
            }
        });
        MemoryConnection memory = new MemoryConnection(MemoryConnection.LIMITS, null);
        Connection neighbour = memory.connection();
        Connection connection = new Connection(channel, neighbour.loop(), neighbour.limits(), () -> {});
        connection.setDeadline(Duration.ofMillis(Loop.TICK_MILLIS), CloseReason.NORMAL);
        wheel.add(connection);
        assertThat(wheel.advance(10, 100)).isTrue();
        assertThat(closes).hasValue(1);
        assertThat(wheel.advance(11, 100)).isTrue();
        assertThat(closes).hasValue(2);
        wheel.remove(connection);
        memory.close();
    }

    @Test
    @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void isDoneWithATimeOfManyTurnsAndStillHoldsEverybody() {
        MemoryConnection memory = new MemoryConnection(MemoryConnection.LIMITS, null);
        Connection connection = memory.connection();
        connection.loop().remove(connection);
        wheel.add(connection);
        for (int ticks : new int[] {128, 128 + 127, 10_000, 10_128}) {
            assertThat(wheel.advance(ticks, Integer.MAX_VALUE)).isTrue();
            assertThat(wheel.all()).containsExactly(connection);
        }
        wheel.remove(connection);
        connection.loop().add(connection);
        memory.close();
    }
}
