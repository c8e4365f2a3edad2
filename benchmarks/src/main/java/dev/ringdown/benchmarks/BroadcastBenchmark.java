package dev.ringdown.benchmarks;

import dev.ringdown.protocol.Introduction;
import dev.ringdown.protocol.rooms.RoomsCodec;
import dev.ringdown.protocol.rooms.RoomsEvent;
import dev.ringdown.server.core.Peer;
import dev.ringdown.server.core.PeerId;
import dev.ringdown.server.core.Room;
import dev.ringdown.server.core.Rooms;
import java.security.SecureRandom;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Telling the members of a room that somebody joined: encoding the news once, as the server does, against encoding it
 * for each of them. The links only count; what sending costs is not in it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class BroadcastBenchmark {
    private static final int MOST = 200;

    private final SecureRandom random = new SecureRandom();
    private final CountingLink link = new CountingLink();
    private final Rooms rooms = new Rooms(MOST);
    private final Peer joiner = peer("the one who joins");
    private final Room room =
            Objects.requireNonNull(rooms.join("room", peer("member 1"))).room();

    @Param({"2", "20", "200"})
    private int members;

    @Setup
    public void check() {
        for (int i = 2; i <= members; i++) {
            rooms.join(room.id(), peer("member " + i));
        }
        long once = encodeOnce();
        long each = encodePerMember() - once;
        if (room.members().size() != members || once != each || once % members != 0) {
            throw new AssertionError("not every member is told the same");
        }
    }

    /** Keeps the compiler from doing without the bytes that are sent. */
    @TearDown
    public void use(Blackhole hole) {
        hole.consume(link.last);
    }

    private Peer peer(String name) {
        PeerId id = PeerId.random(random);
        return new Peer(id, name, RoomsCodec.introduction(id.toString(), name), link);
    }

    @Benchmark
    public long encodeOnce() {
        byte[] news = news(joiner.introduction());
        for (Peer member : room.members()) {
            member.send(news);
        }
        return link.bytes;
    }

    @Benchmark
    public long encodePerMember() {
        for (Peer member : room.members()) {
            member.send(news(joiner.introduction()));
        }
        return link.bytes;
    }

    private byte[] news(Introduction introduction) {
        return RoomsCodec.encode(new RoomsEvent.PeerJoined(room.id(), introduction));
    }
}
