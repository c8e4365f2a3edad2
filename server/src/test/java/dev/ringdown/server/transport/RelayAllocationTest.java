package dev.ringdown.server.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import dev.ringdown.server.config.RoomsSettings;
import dev.ringdown.server.core.MemoryBudget;
import dev.ringdown.server.dialect.Dialect;
import dev.ringdown.server.dialect.DialectSession;
import dev.ringdown.server.dialect.Handshake;
import dev.ringdown.server.dialect.HandshakeRefused;
import dev.ringdown.server.dialect.MessageLimits;
import dev.ringdown.server.dialect.rooms.RoomsDialect;
import dev.ringdown.server.metrics.Counters;
import dev.ringdown.server.support.Frame;
import dev.ringdown.server.support.RawSocket;
import dev.ringdown.server.support.RunningServer;
import dev.ringdown.server.support.TransportCase;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.internal.PlatformDependent;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A relayed frame leaves no garbage on the heap, from the buffer that was read to the buffer that is written. Measured as
 * the JVM counts it for the thread, on a thread as the event loops have them.
 */
final class RelayAllocationTest {
    private static final int FRAMES_A_ROUND = 10_000;
    /** Garbage is measured once the compiler is done; how long that takes is the machine's affair. */
    private static final int MOST_ROUNDS = 500;

    private static final Pattern ID = Pattern.compile("\"id\":\"([0-9a-f-]{36})\"");

    private final ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final ExecutorService eventLoop = Executors.newSingleThreadExecutor(new DefaultThreadFactory("loop"));
    private final ResourceLeakDetector.Level before = ResourceLeakDetector.getLevel();

    @BeforeEach
    void watchNoLeaks() {
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
    }

    @AfterEach
    void watchLeaksAgain() {
        eventLoop.shutdown();
        ResourceLeakDetector.setLevel(before);
    }

    @ParameterizedTest(name = "{1} frames of {0} bytes in a read")
    @CsvSource({"300,1", "3000,1", "300,32"})
    void allocatesNothingForARelayedFrame(int payloadBytes, int framesARead) throws Exception {
        // a buffer that grows while it gathers a batch makes an object each time, if Netty must do without Unsafe
        double most = framesARead > 1 && !PlatformDependent.hasUnsafe() ? 16 : 1;
        Callable<Double> measurement = () -> bytesAFrame(payloadBytes, framesARead, most);
        assertThat(eventLoop.submit(measurement).get()).isLessThan(most);
    }

    /** The same over real sockets, on the sockets that production uses, without a channel: what the event loop's thread allocates. */
    @ParameterizedTest
    @EnumSource(value = TransportCase.class, names = "EPOLL_1_LOOP")
    void allocatesNothingForAFrameRelayedFromSocketToSocket(TransportCase transport) throws IOException {
        assumeTrue(transport.unavailable() == null, transport.unavailable());
        try (RunningServer server = RunningServer.start(transport.settings(1, List.of()));
                RawSocket sender = join(server, "sender");
                RawSocket target = join(server, "target")) {
            String targetId = idIn(sender.readText());
            // what comes of them fits into a buffer that an event loop keeps
            Frame[] frames = new Frame[32];
            Arrays.fill(frames, Frame.text(message(targetId, 300)));
            long loop = server.loops().iterator().next().threadId();
            double least = Double.MAX_VALUE;
            // a buffer that grows while it gathers a batch makes an object each time, if Netty must do without Unsafe
            double most = PlatformDependent.hasUnsafe() ? 1 : 24;
            for (int round = 0; round < MOST_ROUNDS && least >= most; round++) {
                long allocated = thread.getThreadAllocatedBytes(loop);
                for (int sent = 0; sent < 2000; sent += frames.length) {
                    sender.send(frames);
                    for (int i = 0; i < frames.length; i++) {
                        assertThat(target.read().opcode()).isEqualTo(Frame.TEXT);
                    }
                }
                least = Math.min(least, (thread.getThreadAllocatedBytes(loop) - allocated) / 2000.0);
            }
            assertThat(least).isLessThan(most);
        }
    }

    private static RawSocket join(RunningServer server, String name) throws IOException {
        RawSocket socket = server.open("/ws");
        socket.send(
                Frame.text("{\"type\":\"IDENTIFY\",\"username\":\"" + name + "\"}"),
                Frame.text("{\"type\":\"JOIN_ROOM\",\"roomId\":\"room\"}"));
        assertThat(socket.readText()).contains("AUTH_SUCCESS");
        assertThat(socket.readText()).contains("ROOM_MEMBERS");
        return socket;
    }

    /** How many bytes of the heap a frame costs, in the first round in which it is little enough or in the best of all. */
    private double bytesAFrame(int payloadBytes, int framesARead, double enough) throws HandshakeRefused {
        Dialect dialect = new RoomsDialect(RoomsSettings.DEFAULTS, new MessageLimits(65536, 65536, 16));
        Loop loop = new Loop(
                new EmbeddedChannel().eventLoop(),
                new Counters(2, Loop.COLUMNS.size()),
                new Loop.Shared(channel -> null, false, MemoryBudget.unlimited(), error -> {}));
        Peer target = new Peer(loop, dialect, "target");
        Peer sender = new Peer(loop, dialect, "sender");
        ByteBuf frames = Unpooled.directBuffer();
        byte[] frame =
                Frame.text(message(idIn(sender.channel.last), payloadBytes)).bytes();
        for (int i = 0; i < framesARead; i++) {
            frames.writeBytes(frame);
        }

        target.channel.keeping = false;
        double least = Double.MAX_VALUE;
        for (int round = 0; round < MOST_ROUNDS && least >= enough; round++) {
            long bytesOut = target.channel.bytes;
            long allocated = thread.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < FRAMES_A_ROUND; i += framesARead) {
                sender.read(frames);
            }
            allocated = thread.getCurrentThreadAllocatedBytes() - allocated;
            assertThat(target.channel.bytes - bytesOut).isGreaterThan((long) FRAMES_A_ROUND * payloadBytes);
            least = Math.min(least, (double) allocated / FRAMES_A_ROUND);
        }
        frames.release();
        loop.end();
        return least;
    }

    private static String message(String targetId, int bytes) {
        String message =
                "{\"type\":\"SDP_OFFER\",\"toPeerId\":\"" + targetId + "\",\"sdp\":{\"type\":\"offer\",\"sdp\":\"";
        return message + "v=0\\r\\n".repeat((bytes - message.length()) / 7) + "\"}}";
    }

    private static String idIn(String news) {
        Matcher id = ID.matcher(news);
        assertThat(id.find()).as(news).isTrue();
        return id.group(1);
    }

    /** A peer that has joined, over a channel without a socket. */
    private static final class Peer {
        private static final int NEVER = Integer.MAX_VALUE / 2;
        private static final ConnectionLimits LIMITS =
                new ConnectionLimits(NEVER, NEVER, NEVER, NEVER, 1 << 20, 1 << 16, 1 << 15, 256, 0, 1, 0);

        final Sink channel = new Sink();

        Peer(Loop loop, Dialect dialect, String name) throws HandshakeRefused {
            Connection connection = new Connection(channel, loop, LIMITS, () -> {});
            loop.add(connection);
            Handshake handshake = new Handshake("", Map.of(), header -> null, InetAddress.getLoopbackAddress());
            DialectSession session = dialect.open(handshake, connection);
            connection.upgrade(new byte[0], 1, session, new FrameReader(connection, session, dialect.limits()), null);
            connection.open();
            say("{\"type\":\"IDENTIFY\",\"username\":\"" + name + "\"}");
            say("{\"type\":\"JOIN_ROOM\",\"roomId\":\"room\"}");
        }

        private void say(String message) {
            ByteBuf frame = Unpooled.wrappedBuffer(Frame.text(message).bytes());
            read(frame);
            frame.release();
        }

        /** What one read of the socket brings. */
        void read(ByteBuf frames) {
            frames.readerIndex(0).retain();
            channel.pipeline().fireChannelRead(frames);
            channel.pipeline().fireChannelReadComplete();
        }
    }

    /** Keeps or only counts what goes out. Its event loop takes any thread for its own. */
    private static final class Sink extends EmbeddedChannel {
        private boolean keeping = true;
        private String last = "";
        private long bytes;

        @Override
        protected void handleOutboundMessage(Object message) {
            ByteBuf out = (ByteBuf) message;
            bytes += out.readableBytes();
            if (keeping) {
                last = out.toString(UTF_8);
            }
            out.release();
        }
    }
}
