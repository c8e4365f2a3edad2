package dev.ringdown.server.transport;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ringdown.protocol.CloseReason;
import dev.ringdown.server.config.EchoSettings;
import dev.ringdown.server.config.HttpSettings;
import dev.ringdown.server.core.MemoryBudget;
import dev.ringdown.server.dialect.echo.EchoDialect;
import dev.ringdown.server.http.Responses;
import dev.ringdown.server.http.Routes;
import dev.ringdown.server.metrics.Count;
import dev.ringdown.server.security.Admission;
import dev.ringdown.server.security.Origins;
import dev.ringdown.server.support.Frame;
import dev.ringdown.server.support.RawSocket;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.IovArray;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Requests that come without waiting for answers: in memory, where answers are made and taken only as the test wants. */
final class HttpHandlerTest {
    private static final int ANSWER_BYTES = 10_000;
    private static final int MAX_WAITING_BYTES = 100_000;
    private static final ConnectionLimits LIMITS = new ConnectionLimits(10, 10, 10, 10, 1000, 100, 50, 64, 0, 0, 0);

    private final MemoryChannel channel = new MemoryChannel();
    private final MemoryBudget budget = new MemoryBudget(MAX_WAITING_BYTES);
    private final Admission admission = new Admission(10);
    private final Doors doors = new Doors(List.of(new EchoDialect(EchoSettings.DEFAULTS)));
    private boolean detaches;
    private final Loops loops = new Loops(
            channel.eventLoop(),
            doors.rows().size(),
            new Loop.Shared(of -> detaches ? new UnusedSocket() : null, false, budget, error -> {}));
    private final AtomicInteger quick = new AtomicInteger();
    private final List<CompletableFuture<FullHttpResponse>> slow = new ArrayList<>();

    /** A socket that could leave its channel, and is not to. */
    private static final class UnusedSocket implements StreamSocket {
        @Override
        public FileDescriptor descriptor() {
            throw new UnsupportedOperationException();
        }

        @Override
        public int read(ByteBuf into) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int write(ByteBuf from) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long write(IovArray from) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void endOutput() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {}
    }

    @BeforeEach
    void connect() {
        Routes routes = Routes.builder()
                .get("/quick", request -> {
                    quick.incrementAndGet();
                    return Responses.text(HttpResponseStatus.OK, "q".repeat(ANSWER_BYTES));
                })
                .on(HttpMethod.GET, "/slow", call -> {
                    slow.add(new CompletableFuture<>());
                    return slow.getLast();
                })
                .build();
        Pipelines pipelines =
                new Pipelines(loops, LIMITS, HttpSettings.DEFAULTS, admission, new Watchdog(Duration.ZERO, why -> {}));
        HttpHandler.Site site = new HttpHandler.Site(
                doors, routes, new Origins(List.of(), true), false, HttpSettings.DEFAULTS.keepAliveTimeout());
        channel.pipeline().addLast(pipelines.ofHttp(site));
    }

    @AfterEach
    void end() {
        channel.finishAndReleaseAll();
        assertThat(budget.reservedBytes()).isZero();
        assertThat(admission.connections()).isZero();
    }

    private static String get(String path, String... headers) {
        return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + String.join("", headers) + "\r\n";
    }

    private void send(String requests) {
        channel.writeInbound(Unpooled.copiedBuffer(requests, ISO_8859_1));
        channel.runPendingTasks();
    }

    private void answer(int number, String text) {
        slow.get(number).complete(Responses.text(HttpResponseStatus.OK, text));
        channel.runPendingTasks();
    }

    /** The client takes so many bytes more. */
    private void take(long bytes) {
        channel.take(bytes);
        channel.flush();
        channel.runPendingTasks();
    }

    /** What the client got, ever since it was asked for last. */
    private String got() {
        StringBuilder text = new StringBuilder();
        for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
            text.append(out.toString(ISO_8859_1));
            out.release();
        }
        return text.toString();
    }

    @Test
    void nothingIsReadOrDecodedWhileAnAnswerIsAwaited() {
        send(get("/slow") + get("/quick") + get("/slow") + get("/quick"));
        assertThat(channel.config().isAutoRead()).isFalse();
        assertThat(slow).hasSize(1);
        assertThat(quick).hasValue(0);
        assertThat(got()).isEmpty();

        answer(0, "first");
        assertThat(channel.config().isAutoRead()).isFalse();
        assertThat(slow).hasSize(2);
        assertThat(quick).hasValue(1);
        assertThat(got()).containsSubsequence("first", "qqqq").doesNotContain("second");

        answer(1, "second");
        assertThat(channel.config().isAutoRead()).isTrue();
        assertThat(quick).hasValue(2);
        assertThat(got()).containsSubsequence("second", "qqqq");
    }

    @Test
    void whoDoesNotTakeAnAnswerIsNotReadFromAndGetsNoOther() {
        channel.take(0);
        send(get("/quick").repeat(5));
        assertThat(quick).hasValue(1);
        assertThat(channel.config().isAutoRead()).isFalse();
        assertThat(budget.reservedBytes()).isBetween((long) ANSWER_BYTES, 2L * ANSWER_BYTES);

        take(ANSWER_BYTES / 2);
        assertThat(quick).hasValue(1);
        assertThat(channel.config().isAutoRead()).isFalse();

        take(Long.MAX_VALUE);
        assertThat(quick).hasValue(5);
        assertThat(channel.config().isAutoRead()).isTrue();
        assertThat(budget.reservedBytes()).isZero();
    }

    @Test
    void nothingFollowsTheLastAnswerButTheEndHoweverLongItTakes() {
        send(get("/slow", "Connection: close\r\n") + get("/quick"));
        channel.take(0);
        answer(0, "the last one");
        assertThat(channel.isOutputShutdown()).isFalse();

        take(Long.MAX_VALUE);
        assertThat(channel.isOutputShutdown()).isTrue();
        assertThat(got()).contains("connection: close").endsWith("the last one");
        send(get("/quick"));
        assertThat(quick).hasValue(0);
        assertThat(got()).isEmpty();
    }

    @Test
    void anAnswerThatIsUnderWayIsSentToItsEndWhenTheServerStops() {
        channel.take(ANSWER_BYTES / 2);
        send(get("/quick") + get("/quick"));
        loops.of(channel.eventLoop()).closeAll(CloseReason.SHUTDOWN);
        channel.runPendingTasks();
        assertThat(channel.isOpen()).isTrue();
        assertThat(channel.isOutputShutdown()).isFalse();

        take(Long.MAX_VALUE);
        assertThat(channel.isOutputShutdown()).isTrue();
        assertThat(got()).endsWith("q".repeat(ANSWER_BYTES / 2));
        assertThat(quick).hasValue(1);
    }

    /** Its channel has something to send that was said before the handshake was answered. */
    @Test
    void aSocketWhoseHandshakeWasToldToContinueStaysWithItsChannelUntilThatIsSent() {
        detaches = true;
        channel.take(0);
        send(RawSocket.upgradeRequest("/echo", "Expect: 100-continue"));
        channel.writeInbound(Unpooled.wrappedBuffer(Frame.text("hello").bytes()));
        take(Long.MAX_VALUE);
        assertThat(got())
                .startsWith("HTTP/1.1 100 Continue\r\n")
                .contains("\r\n\r\nHTTP/1.1 101 Switching Protocols\r\n")
                .endsWith("hello");
        assertThat(channel.isRegistered()).isTrue();
    }

    @Test
    void anAnswerThatIsAwaitedIsSentAndIsTheLastWhenTheServerStops() {
        send(get("/slow") + get("/quick"));
        loops.of(channel.eventLoop()).closeAll(CloseReason.SHUTDOWN);
        channel.runPendingTasks();
        assertThat(channel.isOpen()).isTrue();
        assertThat(channel.isOutputShutdown()).isFalse();

        channel.take(0);
        answer(0, "the last one");
        assertThat(budget.reservedBytes()).isPositive();
        assertThat(channel.isOutputShutdown()).isFalse();

        take(Long.MAX_VALUE);
        assertThat(got()).contains("connection: close").endsWith("the last one");
        assertThat(channel.isOutputShutdown()).isTrue();
        assertThat(quick).hasValue(0);
    }

    @Test
    void whoIsSentNothingIsClosedAtOnceWhenTheServerStops() {
        send(get("/quick"));
        loops.of(channel.eventLoop()).closeAll(CloseReason.SHUTDOWN);
        channel.runPendingTasks();
        assertThat(channel.isOpen()).isFalse();
        assertThat(got()).endsWith("q".repeat(ANSWER_BYTES));
    }

    /** All that it sends without an end is more than the process may keep. */
    @Test
    void aRequestWithoutAnEndIsGivenUpOnceAndGivesEverythingBack() {
        send(get("/slow"));
        send("x".repeat(MAX_WAITING_BYTES + 1));
        assertThat(channel.isOpen()).isFalse();
        int overloaded = Count.values().length + CloseReason.OVERLOADED.ordinal();
        assertThat(loops.counters().getFirst().get(0, overloaded)).isEqualTo(1);
        assertThat(admission.connections()).isZero();
        assertThat(budget.reservedBytes()).isZero();
        answer(0, "too late");
    }
}
