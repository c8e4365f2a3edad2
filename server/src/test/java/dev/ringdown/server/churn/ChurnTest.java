package dev.ringdown.server.churn;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.ringdown.server.support.RawSocket;
import dev.ringdown.server.support.Rest;
import dev.ringdown.server.support.RunningServer;
import dev.ringdown.server.support.TransportCase;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/**
 * Everybody comes, talks, moves, is lost, comes back and goes at random on four event loops, and every byte that anybody gets
 * is checked: that it is whole, from whom it says, for this client, in this room and in order. With the property
 * {@code churn.seconds} it runs so long, on each transport; with {@code churn.seed} from a seed.
 */
final class ChurnTest {
    private static final int LOOPS = 4;
    private static final int ROUNDS = Integer.getInteger("churn.rounds", 45);
    private static final long SECONDS = Long.getLong("churn.seconds", 0);
    private static final long SEED =
            Long.getLong("churn.seed", ThreadLocalRandom.current().nextLong(1_000_000));
    private static final int MOST_CONNECTIONS = 300;

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @ParameterizedTest
    @EnumSource(
            value = TransportCase.class,
            names = {"EPOLL_3_LOOPS_GATHERED", "EPOLL_3_LOOPS_APART", "EPOLL_CHANNEL_3_LOOPS_GATHERED"})
    void nobodyGetsAnothersBytesOrHisOwnOutOfOrder(TransportCase transport) throws Exception {
        org.junit.jupiter.api.Assumptions.assumeTrue(transport.unavailable() == null, transport.unavailable());
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        log.start();
        root.addAppender(log);
        List<String> settings = List.of(
                "limits.count-private-addresses", "true",
                "limits.max-connections-per-address", String.valueOf(MOST_CONNECTIONS),
                "limits.max-new-connections-per-minute", "0",
                "flyx.max-misses-per-minute", "0",
                "output.max-pending-bytes", "16MiB",
                "output.stalled-timeout", "0s");
        try (RunningServer server = RunningServer.start(transport.settings(LOOPS, settings))) {
            assertThat(server.loopCount()).isGreaterThanOrEqualTo(LOOPS);
            Churn churn = new Churn(server.address(), SEED, flyxRooms(server));
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
            IntPredicate goesOn = SECONDS == 0 ? round -> round < ROUNDS : round -> System.nanoTime() < end;
            churn.run(goesOn);
            String run = "seed %d, %d connections, %d messages"
                    .formatted(SEED, churn.connections.get(), churn.messages.get());
            System.out.println("Churn on " + transport + ": " + run);
            assertThat(churn.violations()).as(run).isEmpty();
            server.awaitEmpty();
            assertEverybodyWasCountedOut(server);
        } finally {
            root.detachAppender(log);
        }
        assertThat(log.list)
                .filteredOn(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
                .isEmpty();
    }

    private static List<String> flyxRooms(RunningServer server) throws IOException {
        List<String> rooms = new ArrayList<>();
        try (Rest rest = Rest.of(server)) {
            for (int i = 0; i < 6; i++) {
                rooms.add(rest.makeRoom(""));
            }
        }
        return rooms;
    }

    /** As many connections as are allowed are let in again, and not one more: nobody was counted out twice or not at all. */
    private static void assertEverybodyWasCountedOut(RunningServer server) throws IOException {
        List<RawSocket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < MOST_CONNECTIONS; i++) {
                sockets.add(server.echo());
            }
            RawSocket oneMore = server.connect();
            sockets.add(oneMore);
            oneMore.write(RawSocket.upgradeRequest("/echo"));
            assertThat(oneMore.readResponse().status()).isEqualTo(429);
        } finally {
            for (RawSocket socket : sockets) {
                socket.close();
            }
        }
    }
}
