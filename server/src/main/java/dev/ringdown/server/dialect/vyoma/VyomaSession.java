package dev.ringdown.server.dialect.vyoma;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ringdown.protocol.ProtocolError;
import dev.ringdown.protocol.ProtocolException;
import dev.ringdown.protocol.json.Utf8;
import dev.ringdown.protocol.vyoma.Format;
import dev.ringdown.protocol.vyoma.VyomaCodec;
import dev.ringdown.protocol.vyoma.VyomaEvent;
import dev.ringdown.protocol.vyoma.VyomaRequest;
import dev.ringdown.server.core.Matchmaker;
import dev.ringdown.server.core.SessionLink;
import dev.ringdown.server.dialect.DialectSession;
import org.jspecify.annotations.Nullable;

/**
 * One client of the vyoma dialect: it waits, talks to a partner, and either leaves or is left. Confined to the event loop
 * of its connection; its partner's session, which may be of another loop, it reaches through the partner's link alone.
 *
 * <p>Each of a pair says goodbye to the other exactly once, of its own accord or in answer, and says nothing after that. So
 * one that looks for somebody else is not free before its partner has said goodbye too, and whatever its client is sent by
 * the old partner comes before it hears of waiting, or of a new one.
 */
final class VyomaSession implements DialectSession {
    /** Where the client stands. */
    private enum State {
        /** Its partner has left it; it may look for another. */
        ALONE,
        /** It waits for somebody to come. */
        WAITING,
        /** It has a partner. */
        PAIRED,
        /** It has said goodbye to look for somebody else, and its partner has not answered yet. */
        PARTING,
        /** The connection is no more. */
        CLOSED
    }

    private static final ProtocolException NO_PARTNER =
            new ProtocolException(ProtocolError.NO_PARTNER, "There is nobody who could hear this.");

    private final Matchmaker<VyomaSession> matchmaker;
    private final VyomaCodec codec;
    private final SessionLink link;
    private final Format format;

    private State state = State.ALONE;
    /** Who hears what the client says; null but in PAIRED. */
    private @Nullable VyomaSession partner;

    VyomaSession(Matchmaker<VyomaSession> matchmaker, VyomaCodec codec, SessionLink link, Format format) {
        this.matchmaker = matchmaker;
        this.codec = codec;
        this.link = link;
        this.format = format;
    }

    @Override
    public void opened() {
        look();
    }

    // ---- what the client says

    @Override
    public void text(byte[] bytes, int offset, int length) {
        if (format == Format.TEXT) {
            say(bytes, offset, length);
            return;
        }
        switch (codec.decode(bytes, offset, length)) {
            case VyomaRequest.Next next -> next();
            case VyomaRequest.Relay relay -> relay(relay, bytes, offset, length);
        }
    }

    /**
     * In plain text bytes are what they spell, and what is not UTF-8 in them is U+FFFD: so clients of the older server are
     * used to it, which send buffers.
     */
    @Override
    public void binary(byte[] bytes, int offset, int length) {
        if (format == Format.JSON) {
            throw BINARY_REFUSED;
        }
        if (Utf8.isValid(bytes, offset, length)) {
            say(bytes, offset, length);
        } else {
            byte[] mended = new String(bytes, offset, length, UTF_8).getBytes(UTF_8);
            say(mended, 0, mended.length);
        }
    }

    private void say(byte[] bytes, int offset, int length) {
        VyomaSession to = partner;
        if (to == null) {
            // as the seed does; its clients talk before they are paired
            link.countIgnored(ProtocolError.NO_PARTNER);
        } else if (to.format == Format.TEXT) {
            to.link.send(bytes, offset, length, link);
        } else {
            pass(to, new VyomaEvent.Message(new String(bytes, offset, length, UTF_8)));
        }
    }

    private void relay(VyomaRequest.Relay relay, byte[] bytes, int offset, int length) {
        VyomaSession to = partner;
        if (to == null) {
            throw NO_PARTNER;
        }
        if (to.format == Format.JSON) {
            to.link.send(bytes, offset, length, link);
        } else {
            pass(to, new VyomaEvent.Message(relay.text()));
        }
    }

    private void pass(VyomaSession to, VyomaEvent event) {
        to.link.send(VyomaCodec.encode(event, to.format), link);
    }

    /** Who waits goes on waiting, at its place in the order, and is told so. */
    private void next() {
        switch (state) {
            case ALONE -> look();
            case WAITING -> tell(new VyomaEvent.Waiting());
            case PAIRED -> part(State.PARTING);
            case PARTING, CLOSED -> {}
        }
    }

    // ---- to find each other, and to part

    private void look() {
        VyomaSession other = matchmaker.meet(this);
        if (other == null) {
            state = State.WAITING;
            tell(new VyomaEvent.Waiting());
        } else {
            pair(other, true);
            other.link.execute(() -> other.foundBy(this));
        }
    }

    /** Somebody came and took this one, who waited, for its partner. */
    private void foundBy(VyomaSession newcomer) {
        if (state == State.CLOSED) {
            newcomer.link.execute(newcomer::goodbye);
        } else {
            assert state == State.WAITING;
            pair(newcomer, false);
        }
    }

    private void pair(VyomaSession other, boolean initiator) {
        state = State.PAIRED;
        partner = other;
        tell(new VyomaEvent.Paired(initiator, other.format));
    }

    /** The partner says goodbye. */
    private void goodbye() {
        switch (state) {
            case PAIRED -> {
                part(State.ALONE);
                tell(new VyomaEvent.PartnerLeft());
            }
            case PARTING -> look();
            // said when it closed, or when it was found and had closed
            case CLOSED -> {}
            case ALONE, WAITING -> throw new IllegalStateException("goodbye from nobody");
        }
    }

    private void part(State into) {
        VyomaSession left = partner;
        partner = null;
        state = into;
        if (left != null) {
            left.link.execute(left::goodbye);
        }
    }

    @Override
    public void closed() {
        if (state == State.WAITING) {
            // if that fails somebody has come and is about to find nobody here
            matchmaker.leave(this);
        }
        part(State.CLOSED);
    }

    // ---- what the client is told

    private void tell(VyomaEvent event) {
        link.send(VyomaCodec.encode(event, format));
    }

    @Override
    public void refuse(ProtocolException error) {
        tell(new VyomaEvent.Refused(error));
    }

    @Override
    public String toString() {
        return "vyoma session, " + state;
    }
}
