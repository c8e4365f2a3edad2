package dev.ringdown.protocol.flyx;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ringdown.protocol.ProtocolError;
import dev.ringdown.protocol.ProtocolException;
import dev.ringdown.protocol.SenderStamp;
import dev.ringdown.protocol.json.Envelope;
import dev.ringdown.protocol.json.JsonLimits;
import dev.ringdown.protocol.json.JsonText;
import dev.ringdown.protocol.json.Kind;
import java.io.ByteArrayOutputStream;

/**
 * Reads and writes the flyx dialect. Reading keeps flyweights, so there is one codec an event loop; writing is static.
 *
 * <p>What is relayed is checked as a whole, and routed by {@code type} and {@code data.client_id}; it is neither decoded
 * nor encoded again.
 */
public final class FlyxCodec {
    private static final int TYPE = 0;
    private static final int DATA = 1;
    private static final int CLIENT_ID = 2;
    private static final int SDP = 3;
    private static final int CANDIDATE = 4;

    private static final byte[] ICE_CANDIDATE = ascii("ice_candidate");
    private static final byte[] OFFER = ascii("offer");
    private static final byte[] ANSWER = ascii("answer");

    private static final byte[] NOBODY = {};

    private static final FlyxRequest.Join JOIN = new FlyxRequest.Join();

    private static final ProtocolException MISSING_TYPE =
            new ProtocolException(ProtocolError.MISSING_TYPE, "The message has no 'type', or it is not a string.");
    private static final ProtocolException UNKNOWN_TYPE =
            new ProtocolException(ProtocolError.UNKNOWN_TYPE, "There is no such 'type' of message.");
    private static final ProtocolException NO_DATA =
            new ProtocolException(ProtocolError.BAD_FIELD, "'data' is missing, or it is not an object.");
    private static final ProtocolException BAD_CLIENT_ID =
            new ProtocolException(ProtocolError.BAD_FIELD, "'data.client_id' is not a string.");
    private static final ProtocolException NO_SDP =
            new ProtocolException(ProtocolError.BAD_FIELD, "'data.sdp' is missing, or it is not a string.");
    private static final ProtocolException NO_CANDIDATE =
            new ProtocolException(ProtocolError.BAD_FIELD, "'data.candidate' is missing, or it is not a string.");

    private final Envelope envelope =
            new Envelope(JsonLimits.DEFAULTS, "type", "data", "data.client_id", "data.sdp", "data.candidate");
    private final FlyxRequest.Relay relay = new FlyxRequest.Relay();
    private final FlyxRequest.Disconnect disconnect = new FlyxRequest.Disconnect(relay);

    /** The id of a sender, ready to go into {@code data.client_id} of what is relayed from it; the id needs no escapes in JSON. */
    public static SenderStamp stamp(String id) {
        return new SenderStamp("client_id", id);
    }

    /**
     * Reads one message.
     *
     * @param bytes holds the message; stays the caller's, and must stay as it is while a relay is in use
     * @param offset index of its first byte
     * @param length its bytes
     * @throws ProtocolException BAD_JSON, BAD_UTF8, LIMIT, MISSING_TYPE, UNKNOWN_TYPE, BAD_FIELD or AMBIGUOUS_FIELD
     */
    public FlyxRequest decode(byte[] bytes, int offset, int length) {
        envelope.scan(bytes, offset, length);
        if (!envelope.isString(TYPE)) {
            throw MISSING_TYPE;
        }
        if (envelope.matches(TYPE, ICE_CANDIDATE)) {
            return relay(bytes, offset, length, CANDIDATE, NO_CANDIDATE);
        }
        if (envelope.matches(TYPE, OFFER) || envelope.matches(TYPE, ANSWER)) {
            return relay(bytes, offset, length, SDP, NO_SDP);
        }
        return switch (envelope.text(TYPE)) {
            case "join" -> join();
            case "disconnect" -> disconnect(bytes, offset, length);
            default -> throw UNKNOWN_TYPE;
        };
    }

    private FlyxRequest join() {
        checkData(true);
        return JOIN;
    }

    private FlyxRequest disconnect(byte[] bytes, int offset, int length) {
        checkData(true);
        point(bytes, offset, length);
        return disconnect;
    }

    private FlyxRequest relay(byte[] bytes, int offset, int length, int payload, ProtocolException otherwise) {
        checkData(false);
        if (!envelope.isString(payload)) {
            throw otherwise;
        }
        point(bytes, offset, length);
        return relay;
    }

    private void checkData(boolean optional) {
        Kind data = envelope.kind(DATA);
        if (data != Kind.OBJECT && !(optional && data == Kind.ABSENT)) {
            throw NO_DATA;
        }
        if (envelope.has(CLIENT_ID) && !envelope.isString(CLIENT_ID)) {
            throw BAD_CLIENT_ID;
        }
    }

    private void point(byte[] bytes, int offset, int length) {
        envelope.checkUnambiguous(TYPE);
        envelope.checkUnambiguous(DATA);
        envelope.checkUnambiguous(CLIENT_ID);
        int start = envelope.start(CLIENT_ID);
        int end = envelope.end(CLIENT_ID);
        relay.message(bytes, offset, length, envelope.openBrace(CLIENT_ID), start, end);
        if (start < 0) {
            relay.target(NOBODY, 0, 0);
        } else if (envelope.hasEscapes(CLIENT_ID)) {
            byte[] target = envelope.text(CLIENT_ID).getBytes(UTF_8);
            relay.target(target, 0, target.length);
        } else {
            relay.target(bytes, start + 1, end - 1);
        }
    }

    /** Writes one message of the server's own. */
    public static byte[] encode(FlyxEvent event) {
        return switch (event) {
            case FlyxEvent.Welcome welcome -> welcome(welcome);
            case FlyxEvent.Joined joined -> news("join", joined.clientId());
            case FlyxEvent.Left left -> news("disconnect", left.clientId());
            case FlyxEvent.Refused refused -> error(refused.error());
        };
    }

    private static byte[] welcome(FlyxEvent.Welcome welcome) {
        String resume = welcome.resumeKey() == null ? "" : "\",\"resume\":\"" + welcome.resumeKey();
        return ascii("{\"type\":\"join\",\"data\":{\"client_id\":\"" + welcome.clientId() + "\",\"role\":\""
                + welcome.role().wireName() + resume + "\"}}");
    }

    private static byte[] news(String type, String clientId) {
        return ascii("{\"type\":\"" + type + "\",\"data\":{\"client_id\":\"" + clientId + "\"}}");
    }

    private static byte[] error(ProtocolException error) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(128);
        out.writeBytes(ascii("{\"type\":\"error\",\"data\":{\"code\":"));
        out.writeBytes(JsonText.quote(error.error().wireName()));
        out.writeBytes(ascii(",\"message\":"));
        out.writeBytes(JsonText.quote(error.reason()));
        out.writeBytes(ascii("}}"));
        return out.toByteArray();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(US_ASCII);
    }
}
