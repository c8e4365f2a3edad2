package dev.ringdown.client.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One peer: it goes in as its {@link LoadDialect} demands, then it sends what it is told to and hands what arrives to
 * {@link Verification}. Confined to one event loop.
 */
final class LoadPeer {
    private static final int SHOWN_CHARS = 200;

    private final LoadLoop loop;
    private final LoadRoom room;
    private final int index;
    private final String username;
    private Stage stage = Stage.WAITING;
    private long connectNanos;
    private boolean holdsPlace;
    /** Null until the connect. */
    private @Nullable LoadConnection connection;

    private Runnable cancelDeadline = () -> {};

    LoadPeer(LoadLoop loop, LoadRoom room, int index) {
        this.loop = loop;
        this.room = room;
        this.index = index;
        this.username = loop.plan().runName() + "-p" + index;
    }

    LoadRoom room() {
        return room;
    }

    /** Which peer of the run this is: its name in a {@link MessageTag}. */
    int index() {
        return index;
    }

    String username() {
        return username;
    }

    boolean isJoined() {
        return stage == Stage.JOINED;
    }

    boolean isGone() {
        return stage == Stage.GONE;
    }

    boolean isWritable() {
        return connection != null && connection.isWritable();
    }

    /** This peer's id, as the next one in the room was told; empty before. */
    String knownId() {
        LoadPeer other = room.linkFrom(this, 1).receiver();
        return new String(room.linkTo(this, other).toId(), UTF_8);
    }

    /** The connect has begun. */
    LoadConnection connecting(Channel channel) {
        LoadConnection begun = new LoadConnection(loop, this, channel);
        connection = begun;
        stage = Stage.CONNECTING;
        connectNanos = loop.now();
        holdsPlace = true;
        double seconds = loop.plan().setupTimeoutSeconds();
        cancelDeadline = loop.after(seconds, () -> fail("waited " + seconds + " s " + stage.waitsFor()));
        return begun;
    }

    /** The HTTP request is on its way. */
    void upgrading() {
        stage = Stage.UPGRADING;
    }

    /** The connection speaks WebSocket. */
    void upgraded() {
        if (loop.plan().dialect() == LoadDialect.PAIR) {
            stage = Stage.PAIRING;
        } else {
            stage = Stage.IDENTIFYING;
            say("{\"type\":\"IDENTIFY\",\"username\":\"" + username + "\"}");
            loop.flush();
        }
    }

    /** Writes the next message of a link, to go out with the loop's next flush; it was due at the intended time. */
    void send(Link link, long intendedNanos) {
        if (connection != null) {
            int number = link.flight().depart(intendedNanos);
            FrameWriter writer = loop.writer();
            writer.write(link, number, link.claimedFrom(), FrameWriter.Place.AFTER_TYPE);
            connection.write(writer.bytes(), writer.length());
            loop.tally().sent(intendedNanos, loop.now());
        }
    }

    /** Ends the connection with a Close handshake, after LEAVE_ROOM when {@code sayingSo} and the dialect has it. */
    void leave(boolean sayingSo) {
        if (stage == Stage.JOINED && connection != null) {
            stage = Stage.LEAVING;
            if (sayingSo && loop.plan().dialect() == LoadDialect.ROOMS) {
                say("{\"type\":\"LEAVE_ROOM\"}");
            }
            connection.leave();
            loop.flush();
        } else {
            abort();
        }
    }

    /** Ends the connection at once, without a word. */
    void abort() {
        if (stage != Stage.GONE) {
            stage = Stage.GONE;
            cancelDeadline.run();
            if (connection != null) {
                connection.abort();
            }
            releasePlace();
            room.watcher().gone(this);
        }
    }

    void fail(Throwable cause) {
        String words = cause.getMessage();
        fail(words == null ? cause.getClass().getSimpleName() : words);
    }

    /** The connection is of no more use; a fault, unless the peer was about to leave. */
    void fail(String why) {
        if (stage.isBefore(Stage.JOINED)) {
            loop.tally().fault(Fault.FAILED, "peer " + index + ": " + why);
        } else if (stage == Stage.JOINED) {
            loop.tally().fault(Fault.CLOSED, "peer " + index + ": " + why);
        }
        abort();
    }

    /** Takes a whole text message; the buffer stays the caller's. */
    void take(ByteBuf text) {
        if (stage != Stage.GONE) {
            loop.verification().check(this, text);
        }
    }

    /** Takes a message that the server itself says. */
    void told(Map<String, @Nullable Object> message) {
        String type = String.valueOf(message.get("type"));
        if (!stage.allows(type)) {
            unexpected(message.toString());
            return;
        }
        switch (type) {
            case "AUTH_SUCCESS" -> {
                stage = Stage.JOINING;
                say("{\"type\":\"JOIN_ROOM\",\"roomId\":\"" + room.name() + "\"}");
            }
            case "ROOM_MEMBERS" -> joined(message);
            case "NEW_PEER_IN_ROOM" -> meet(message, message.get("peer"), false);
            case "AUTH_ERROR" -> fail("the server refused IDENTIFY: " + message.get("message"));
            case "ERROR" -> refused("ERROR " + message.get("code") + ": " + message.get("message"));
            default -> left(message);
        }
    }

    /** Takes a word of the server itself in the pair dialect. */
    void told(String text) {
        boolean first = room.peer(0) == this;
        if (text.equals(LoadDialect.WAIT) && stage == Stage.PAIRING && first && holdsPlace) {
            releasePlace();
        } else if (text.equals(LoadDialect.FOUND) && stage == Stage.PAIRING && first != holdsPlace) {
            joined();
            room.paired(this, !first);
        } else if (!text.equals(LoadDialect.PARTNER_GONE) || (stage == Stage.JOINED && !room.isBroken())) {
            unexpected(text);
        }
    }

    void unexpected(String what) {
        String shown = what.length() > SHOWN_CHARS ? what.substring(0, SHOWN_CHARS) + "…" : what;
        loop.tally().fault(Fault.UNEXPECTED, "peer " + index + ", waiting " + stage.waitsFor() + ", got " + shown);
    }

    private void joined(Map<String, @Nullable Object> message) {
        if (message.get("members") instanceof List<?> members) {
            joined();
            members.forEach(member -> meet(message, member, true));
        } else {
            unexpected(message.toString());
        }
    }

    private void joined() {
        stage = Stage.JOINED;
        cancelDeadline.run();
        loop.tally().joined(connectNanos, loop.now());
        releasePlace();
    }

    private void releasePlace() {
        if (holdsPlace) {
            holdsPlace = false;
            loop.connector().release();
        }
    }

    private void meet(Map<String, @Nullable Object> message, @Nullable Object member, boolean listed) {
        if (!room.name().equals(message.get("roomId"))
                || !(member instanceof Map<?, ?> other)
                || !(other.get("id") instanceof String id)
                || !(other.get("username") instanceof String name)
                || !room.met(this, name, id, listed)) {
            unexpected(message.toString());
        }
    }

    /** Others leave when this peer does, or because their connections were lost, which is a fault of its own. */
    private void left(Map<String, @Nullable Object> message) {
        if (stage == Stage.JOINED && !room.isBroken()) {
            unexpected(message.toString());
        }
    }

    private void refused(String words) {
        loop.tally().fault(Fault.SERVER_ERROR, "peer " + index + " got " + words);
        if (stage.isBefore(Stage.JOINED)) {
            fail("waited " + stage.waitsFor() + " and got " + words);
        }
    }

    private void say(String text) {
        if (connection != null) {
            connection.write(text);
        }
    }
}
