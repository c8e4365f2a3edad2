package dev.ringdown.server.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringdown.protocol.CloseReason;
import dev.ringdown.protocol.ProtocolException;
import dev.ringdown.server.core.MemoryBudget;
import dev.ringdown.server.dialect.DialectSession;
import dev.ringdown.server.metrics.Counters;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.concurrent.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One connection that is to move, step by step, and what may come between. */
final class MigrationTest {
    private static final ConnectionLimits LIMITS =
            new ConnectionLimits(1000, 1000, 1000, 1000, 1000, 100, 50, 64, 0, 0, 0);

    private final EmbeddedChannel tasks = new EmbeddedChannel();
    private final List<Error> faults = new ArrayList<>();
    private final Loop from = loop(tasks.eventLoop());
    private final List<String> said = new ArrayList<>();
    private final Connection connection = new Connection(new EmbeddedChannel(), from, LIMITS, () -> said.add("gone"));

    MigrationTest() {
        from.add(connection);
        Session session = new Session();
        connection.upgrade(
                new byte[0], 0, session, new FrameReader(connection, session, MemoryConnection.LIMITS), null);
        connection.detached(new RecordedWire());
        from.flush();
        said.clear();
    }

    private Loop loop(EventLoop eventLoop) {
        return new Loop(
                eventLoop,
                new Counters(1, Loop.COLUMNS.size()),
                new Loop.Shared(channel -> null, true, MemoryBudget.unlimited(), faults::add));
    }

    /** Says what becomes of it. The socket is gone when the test says so. */
    private final class RecordedWire implements Wire {
        @Override
        public boolean isMovable() {
            return true;
        }

        @Override
        public boolean leaveLoop() {
            said.add("leaves");
            return true;
        }

        @Override
        public void start() {
            said.add("starts");
        }

        @Override
        public ByteBuf buffer(int expectedBytes) {
            return Unpooled.directBuffer(expectedBytes);
        }

        @Override
        public void write(ByteBuf out) {
            out.release();
        }

        @Override
        public void flush(ByteBuf out) {
            out.release();
        }

        @Override
        public long unsentBytes() {
            return 0;
        }

        @Override
        public long progress() {
            return 0;
        }

        @Override
        public void read(boolean wanted) {}

        @Override
        public void endOutput() {}

        @Override
        public void close() {
            connection.assertOwned();
            said.add("closes");
        }
    }

    private final class Session implements DialectSession {
        @Override
        public void text(byte[] bytes, int offset, int length) {}

        @Override
        public void refuse(ProtocolException error) {}

        @Override
        public void closed() {
            said.add("ends");
        }
    }

    @AfterEach
    void nothingWentWrong() {
        assertThat(faults).isEmpty();
        from.end();
    }

    /** To the loop of another connection, near which this one wants to be. */
    private void moveTo(Loop loop) {
        connection.publish(
                new Connection(new EmbeddedChannel(), loop, LIMITS, () -> {}),
                () -> said.add(connection.loop() == from ? "stays" : "moved"));
    }

    @Test
    void theStepForWhichItMovesRunsWhereItArrives() {
        EmbeddedChannel there = new EmbeddedChannel();
        Loop to = loop(there.eventLoop());
        moveTo(to);
        tasks.runPendingTasks();
        assertThat(said).containsExactly("leaves");
        there.runPendingTasks();
        assertThat(said).containsExactly("leaves", "starts", "moved");
        assertThat(connection.isOpen()).isTrue();
        assertThat(from.closeAll(CloseReason.SHUTDOWN)).satisfies(all -> {
            tasks.runPendingTasks();
            assertThat(all.isDone()).as("nobody is left behind").isTrue();
        });
        to.end();
    }

    /** Otherwise its new loop could be through with closing everybody before it arrives. */
    @Test
    void nobodyLeavesALoopThatIsAboutToStop() {
        EmbeddedChannel there = new EmbeddedChannel();
        from.stopMigrations();
        tasks.runPendingTasks();
        moveTo(loop(there.eventLoop()));
        tasks.runPendingTasks();
        there.runPendingTasks();
        assertThat(said).containsExactly("stays");
        assertThat(connection.isOpen()).isTrue();
    }

    /** The server waits for it as for any other that ends there. */
    @Test
    void whoseNewLoopHasEndedIsHandedBackAndEnds() {
        DefaultEventLoop ended = new DefaultEventLoop();
        ended.shutdownGracefully(0, 0, TimeUnit.SECONDS).syncUninterruptibly();
        moveTo(loop(ended));
        Future<?> all = from.closeAll(CloseReason.SHUTDOWN);
        tasks.runPendingTasks();
        assertThat(said).startsWith("leaves", "closes").doesNotContain("gone");
        assertThat(connection.loop()).isSameAs(from);
        assertThat(all.isDone()).isFalse();
        from.end(connection);
        tasks.runPendingTasks();
        assertThat(said).endsWith("gone").containsOnlyOnce("ends").doesNotContain("stays", "moved");
        assertThat(connection.isEnded()).isTrue();
        assertThat(all.isDone()).isTrue();
    }
}
