package dev.ringdown.client.load;

import dev.ringdown.client.load.FrameWriter.Place;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Judges every text message that arrives. The {@link MessageTag} in the payload says which message it claims to be; that one
 * is rendered again, with the sender's real id, and compared byte for byte. Only what differs is parsed: it may be the
 * same message in another spelling, a message of the server itself, or a {@link Fault}. Confined to one event loop.
 */
final class Verification {
    private final LoadLoop loop;
    private final FrameWriter expected = new FrameWriter();
    private byte[] received = new byte[8192];
    private int length;
    /** Where the last tag was: mostly the place of the next one, too. */
    private int tagAt;
    /** Where the server put {@code fromPeerId} the last time. */
    private Place place = Place.AFTER_TYPE;

    Verification(LoadLoop loop) {
        this.loop = loop;
    }

    /** Checks one complete text message; the buffer stays the caller's. */
    void check(LoadPeer receiver, ByteBuf text) {
        length = text.readableBytes();
        if (received.length < length) {
            received = new byte[length];
        }
        text.getBytes(text.readerIndex(), received, 0, length);
        MessageTag tag = MessageTag.read(received, tagAt, length);
        if (tag == null) {
            int at = MessageTag.find(received, length);
            tag = MessageTag.read(received, at, length);
            tagAt = tag == null ? tagAt : at;
        }
        Link link = tag == null ? null : link(tag, receiver);
        if (tag != null && link != null && isVerbatim(link, tag.number())) {
            accept(link, tag.number());
        } else if (loop.plan().dialect() == LoadDialect.PAIR) {
            judgeText(receiver, tag, link);
        } else {
            parse(receiver, tag);
        }
    }

    /** In the pair dialect, what isn't verbatim is either a word of the server or wrong. */
    private void judgeText(LoadPeer receiver, @Nullable MessageTag tag, @Nullable Link link) {
        if (tag == null) {
            receiver.told(new String(received, 0, length, StandardCharsets.UTF_8));
        } else if (link == null) {
            loop.tally().fault(Fault.MISDELIVERED, "peer " + receiver.index() + " got " + tag);
        } else {
            blame(receiver, tag, length);
        }
    }

    private static @Nullable Link link(MessageTag tag, LoadPeer receiver) {
        return tag.receiver() == receiver.index() ? receiver.room().link(tag.sender(), tag.receiver()) : null;
    }

    private boolean isVerbatim(Link link, int number) {
        if (link.fromId().length == 0 || length != link.expectedLength(number)) {
            return false;
        }
        if (equalsExpected(link, number, place)) {
            return true;
        }
        for (Place other : Place.values()) {
            if (other != place && equalsExpected(link, number, other)) {
                place = other;
                return true;
            }
        }
        return false;
    }

    private boolean equalsExpected(Link link, int number, Place at) {
        expected.write(link, number, link.expectedFrom(), at);
        return Arrays.equals(expected.bytes(), 0, expected.length(), received, 0, length);
    }

    /** Takes a message whose content is right: is it its turn? */
    private void accept(Link link, int number) {
        InFlight.Arrival arrival = link.flight().arrival(number);
        switch (arrival) {
            case REPEATED -> fault(Fault.DUPLICATED, link, number);
            case NEVER_SENT -> fault(Fault.CORRUPTED, link, number);
            case IN_ORDER, LATE -> {
                if (arrival == InFlight.Arrival.LATE) {
                    fault(Fault.REORDERED, link, number);
                }
                loop.tally().arrived(link.flight().land(number), loop.now());
                link.receiver().room().watcher().arrived(link);
            }
        }
    }

    private void parse(LoadPeer receiver, @Nullable MessageTag seen) {
        Map<String, @Nullable Object> message = Json.object(received, length);
        if (message == null) {
            blame(receiver, seen, length);
            return;
        }
        MessageKind kind = MessageKind.of(message.get("type"));
        if (kind == null && seen == null) {
            receiver.told(message);
            return;
        }
        String text = kind == null ? null : text(message, kind);
        MessageTag tag = text == null ? null : tagIn(text);
        if (kind == null || text == null || tag == null) {
            blame(receiver, seen, length);
            return;
        }
        Link link = link(tag, receiver);
        if (link == null) {
            if (Objects.equals(message.get("toPeerId"), receiver.knownId())) {
                blame(receiver, tag, length);
            } else {
                loop.tally().fault(Fault.MISDELIVERED, "peer " + receiver.index() + " got " + tag);
            }
            return;
        }
        compare(link, tag.number(), kind, text, message);
    }

    private int textLength(Link link, int number) {
        expected.write(link, number, link.expectedFrom(), place);
        Map<String, @Nullable Object> sent =
                Objects.requireNonNull(Json.object(expected.bytes(), expected.length()), "a rendered frame is JSON");
        String text = text(sent, link.script().kind(number));
        return text == null ? 0 : text.length();
    }

    /** Names the difference to what was sent, if there is one beyond the spelling. */
    private void compare(Link link, int number, MessageKind kind, String text, Map<String, @Nullable Object> message) {
        expected.write(link, number, link.expectedFrom(), place);
        Map<String, @Nullable Object> wanted =
                Objects.requireNonNull(Json.object(expected.bytes(), expected.length()), "a rendered frame is JSON");
        if (kind != link.script().kind(number)
                || !Objects.equals(message.get("toPeerId"), wanted.get("toPeerId"))
                || !Objects.equals(message.get(kind.payloadKey()), wanted.get(kind.payloadKey()))) {
            int due = link.flight().due();
            boolean sameLength = text.length() == textLength(link, due < 0 ? number : due);
            condemn(sameLength ? Fault.CORRUPTED : Fault.LENGTH, link, number);
        } else if (link.fromId().length == 0) {
            loop.tally().fault(Fault.UNEXPECTED, "a message came before the news of its sender: " + name(link, number));
            settle(link, number);
        } else if (!Objects.equals(message.get("fromPeerId"), wanted.get("fromPeerId"))) {
            loop.tally().fault(Fault.WRONG_SENDER, name(link, number) + " came from " + message.get("fromPeerId"));
            settle(link, number);
        } else {
            loop.tally().respelled++;
            accept(link, number);
        }
    }

    /** Nothing in the frame can be trusted: it is put down to the message that was due. */
    private void blame(LoadPeer receiver, @Nullable MessageTag tag, int frameLength) {
        Link link = tag == null ? null : receiver.room().link(tag.sender(), receiver.index());
        if (link == null && receiver.room().size() == 2) {
            LoadPeer other = receiver.room().linkFrom(receiver, 1).receiver();
            link = receiver.room().linkTo(receiver, other);
        }
        int due = link == null ? -1 : link.flight().due();
        if (link == null || due < 0) {
            loop.tally()
                    .fault(Fault.CORRUPTED, "peer " + receiver.index() + " got " + frameLength + " bytes of nonsense");
        } else {
            condemn(frameLength == link.expectedLength(due) ? Fault.CORRUPTED : Fault.LENGTH, link, due);
        }
    }

    private void condemn(Fault fault, Link link, int number) {
        fault(fault, link, number);
        int due = link.flight().due();
        if (due >= 0) {
            settle(link, due);
        }
    }

    /** A faulty message did arrive: it isn't lost, too, and what waits for it goes on. */
    private static void settle(Link link, int number) {
        switch (link.flight().arrival(number)) {
            case IN_ORDER, LATE -> {
                link.flight().land(number);
                link.receiver().room().watcher().arrived(link);
            }
            case REPEATED, NEVER_SENT -> {}
        }
    }

    private void fault(Fault fault, Link link, int number) {
        loop.tally().fault(fault, name(link, number));
    }

    private static String name(Link link, int number) {
        return "message " + number + " from peer " + link.sender().index() + " to peer "
                + link.receiver().index();
    }

    private static @Nullable String text(Map<String, @Nullable Object> message, MessageKind kind) {
        return message.get(kind.payloadKey()) instanceof Map<?, ?> payload
                        && payload.get(kind.textKey()) instanceof String text
                ? text
                : null;
    }

    private static @Nullable MessageTag tagIn(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return MessageTag.read(bytes, MessageTag.find(bytes, bytes.length), bytes.length);
    }
}
