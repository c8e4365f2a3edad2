package dev.ringdown.client.load;

import java.net.InetSocketAddress;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * What a run is to do; every option is checked here, by {@link IllegalArgumentException} in the words of the command
 * line.
 *
 * @param uri the address of the dialect, {@code ws://host:port/path}
 * @param address where that is; nothing is ever sent anywhere else
 * @param runName prefix of room and user names, so that two runs against one server don't meet
 * @param sessions whether whole sessions are played, instead of relaying between peers that stay
 * @param candidates in each direction of a session
 * @param peers connections, or in sessions twice the slots of the closed loop
 * @param concurrency connections that are being set up at any one time
 * @param fromAddresses source addresses 127.0.x.y to spread over; 1 leaves the choice to the system
 * @param server the process under load, if its CPU is to be read
 */
record LoadPlan(
        URI uri,
        InetSocketAddress address,
        String runName,
        LoadDialect dialect,
        boolean sessions,
        Pace pace,
        int peers,
        int roomSize,
        MessageKind kind,
        int size,
        From from,
        int candidates,
        double durationSeconds,
        double warmupSeconds,
        double drainSeconds,
        double setupTimeoutSeconds,
        int concurrency,
        int threads,
        int fromAddresses,
        @Nullable MeasuredProcess server) {

    /** What the client puts into {@code fromPeerId}. The server must replace it by the sender's id in any case. */
    enum From {
        /** Nothing: the field is left out. */
        ABSENT,
        /** An empty string. */
        EMPTY,
        /** The id of the receiver. */
        SPOOF
    }

    static final int OFFER_MIN_BYTES = 2000;
    static final int OFFER_MAX_BYTES = 4000;

    /** Length of the ids that the smallest message size allows for: a UUID. */
    private static final int ID_LENGTH = 36;

    LoadPlan {
        require("ws".equals(uri.getScheme()), "address", uri, "ws://host:port/path");
        require(!address.isUnresolved(), "address", uri, "a host that can be found");
        require(peers >= 2 && peers <= 1_000_000, "--conns", peers, "2 to 1000000");
        require(roomSize >= 2 && roomSize <= 256, "--room-size", roomSize, "2 to 256");
        require(peers % roomSize == 0, "--conns", peers, "a multiple of the room size, " + roomSize);
        byte[] id = new byte[ID_LENGTH];
        int overhead =
                FrameWriter.overhead(kind, from == From.ABSENT ? null : from == From.EMPTY ? new byte[0] : id, id);
        require(
                size >= overhead && size <= Filler.MAX_LENGTH,
                "--size",
                size,
                overhead + " to " + Filler.MAX_LENGTH + " with this kind of message");
        require(candidates >= 0 && candidates <= 10_000, "--candidates", candidates, "0 to 10000");
        require(durationSeconds > 0, "--duration", durationSeconds, "above 0");
        require(warmupSeconds >= 0, "--warmup", warmupSeconds, "0 or more");
        require(drainSeconds >= 0, "--drain", drainSeconds, "0 or more");
        require(setupTimeoutSeconds > 0, "--setup-timeout", setupTimeoutSeconds, "above 0");
        require(threads >= 1 && threads <= 256, "--threads", threads, "1 to 256");
        boolean pairs = dialect == LoadDialect.PAIR;
        require(!pairs || roomSize == 2, "--room-size", roomSize, "2 in the pair dialect");
        require(!pairs || threads == 1, "--threads", threads, "1 in the pair dialect, where peers go in one by one");
        require(!pairs || from == From.ABSENT, "--from", from, "absent in the pair dialect, which has no ids");
        require(concurrency >= threads, "--concurrency", concurrency, "at least one for each thread");
        require(fromAddresses >= 1 && fromAddresses <= 60_000, "--from-addresses", fromAddresses, "1 to 60000");
        require(
                fromAddresses == 1 || address.getAddress().isLoopbackAddress(),
                "--from-addresses",
                fromAddresses,
                "1, unless the target is on 127.0.0.0/8");
        require(
                fromAddresses == 1 || address.getAddress().getAddress().length == 4,
                "--from-addresses",
                fromAddresses,
                "1, unless the target is an IPv4 address");
    }

    static void require(boolean holds, String name, Object value, String expected) {
        if (!holds) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: " + expected + ")");
        }
    }

    int rooms() {
        return peers / roomSize;
    }

    /** The script of a peer that offers or answers in the session with this number: a description of 2 to 4 KB. */
    Script sessionScript(MessageKind description, int session) {
        int spread = Math.floorMod(session * 0x9E3779B1, OFFER_MAX_BYTES - OFFER_MIN_BYTES + 1);
        return new Script(description, OFFER_MIN_BYTES + spread, MessageKind.CANDIDATE, size);
    }
}
