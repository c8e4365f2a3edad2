package dev.ringdown.protocol.rooms;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ringdown.protocol.Introduction;
import dev.ringdown.protocol.ProtocolError;
import dev.ringdown.protocol.ProtocolException;
import dev.ringdown.protocol.SenderStamp;
import dev.ringdown.protocol.json.Envelope;
import dev.ringdown.protocol.json.JsonLimits;
import dev.ringdown.protocol.json.JsonText;
import java.io.ByteArrayOutputStream;

/**
 * Reads and writes the rooms dialect. Reading keeps flyweights, so there is one codec an event loop; writing is static.
 *
 * <p>What is relayed is checked as a whole, and routed by its top-level fields; it is neither decoded nor encoded again.
 */
public final class RoomsCodec {
    private static final int TYPE = 0;
    private static final int TO = 1;
    private static final int FROM = 2;
    private static final int USERNAME = 3;
    private static final int ROOM_ID = 4;

    private static final byte[] ICE_CANDIDATE = ascii("ICE_CANDIDATE");
    private static final byte[] SDP_OFFER = ascii("SDP_OFFER");
    private static final byte[] SDP_ANSWER = ascii("SDP_ANSWER");

    private static final RoomsRequest.Leave LEAVE = new RoomsRequest.Leave();
    private static final RoomsRequest.Chat CHAT = new RoomsRequest.Chat();

    private static final ProtocolException MISSING_TYPE =
            new ProtocolException(ProtocolError.MISSING_TYPE, "The message has no 'type', or it is not a string.");
    private static final ProtocolException UNKNOWN_TYPE =
            new ProtocolException(ProtocolError.UNKNOWN_TYPE, "There is no such 'type' of message.");
    private static final ProtocolException NO_TARGET =
            new ProtocolException(ProtocolError.BAD_FIELD, "'toPeerId' is missing, or it is not a string.");
    private static final ProtocolException NO_USERNAME =
            new ProtocolException(ProtocolError.BAD_FIELD, "'username' is not a string.");
    private static final ProtocolException NO_ROOM_ID =
            new ProtocolException(ProtocolError.BAD_FIELD, "'roomId' is missing, or it is not a string.");

    private final Envelope envelope =
            new Envelope(JsonLimits.DEFAULTS, "type", "toPeerId", "fromPeerId", "username", "roomId");
    private final RoomsRequest.Relay relay = new RoomsRequest.Relay();

    /** The id of a sender, ready to go into {@code fromPeerId} of what is relayed from it; the id needs no escapes in JSON. */
    public static SenderStamp stamp(String id) {
        return new SenderStamp("fromPeerId", id);
    }

    /**
     * Reads one message.
     *
     * @param bytes holds the message; stays the caller's, and must stay as it is while a relay is in use
     * @param offset index of its first byte
     * @param length its bytes
     * @throws ProtocolException BAD_JSON, BAD_UTF8, LIMIT, MISSING_TYPE, UNKNOWN_TYPE, BAD_FIELD or AMBIGUOUS_FIELD
     */
    public RoomsRequest decode(byte[] bytes, int offset, int length) {
        envelope.scan(bytes, offset, length);
        if (!envelope.isString(TYPE)) {
            throw MISSING_TYPE;
        }
        if (envelope.matches(TYPE, ICE_CANDIDATE)
                || envelope.matches(TYPE, SDP_OFFER)
                || envelope.matches(TYPE, SDP_ANSWER)) {
            return relay(bytes, offset, length);
        }
        return switch (envelope.text(TYPE)) {
            case "IDENTIFY" -> new RoomsRequest.Identify(username());
            case "JOIN_ROOM" -> new RoomsRequest.Join(text(ROOM_ID, NO_ROOM_ID));
            case "LEAVE_ROOM" -> LEAVE;
            case "CHAT_MESSAGE" -> CHAT;
            default -> throw UNKNOWN_TYPE;
        };
    }

    private RoomsRequest relay(byte[] bytes, int offset, int length) {
        if (!envelope.isString(TO)) {
            throw NO_TARGET;
        }
        envelope.checkUnambiguous(TYPE);
        envelope.checkUnambiguous(TO);
        envelope.checkUnambiguous(FROM);
        relay.message(bytes, offset, length, envelope.openBrace(), envelope.start(FROM), envelope.end(FROM));
        int start = envelope.start(TO) + 1;
        int end = envelope.end(TO) - 1;
        if (envelope.hasEscapes(TO)) {
            byte[] target = envelope.text(TO).getBytes(UTF_8);
            relay.target(target, 0, target.length);
        } else {
            relay.target(bytes, start, end);
        }
        return relay;
    }

    /** No name, and a name that is null, are the empty name. */
    private String username() {
        return switch (envelope.kind(USERNAME)) {
            case ABSENT, NULL -> "";
            default -> text(USERNAME, NO_USERNAME);
        };
    }

    private String text(int field, ProtocolException otherwise) {
        if (!envelope.isString(field)) {
            throw otherwise;
        }
        return envelope.text(field);
    }

    /**
     * How others are told of a peer: {@code {"id":…,"username":…}}.
     *
     * @param peerId needs no escapes in JSON
     * @param username any text
     */
    public static Introduction introduction(String peerId, String username) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(96);
        append(out, "{\"id\":\"" + peerId + "\",\"username\":", username);
        append(out, "}");
        return new Introduction(out.toByteArray());
    }

    /** Writes one message of the server's own. */
    public static byte[] encode(RoomsEvent event) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(256);
        switch (event) {
            case RoomsEvent.AuthSuccess success -> {
                append(out, "{\"type\":\"AUTH_SUCCESS\",\"status\":\"success\",\"username\":", success.username());
                append(out, "}");
            }
            case RoomsEvent.AuthError error -> {
                append(
                        out,
                        "{\"type\":\"AUTH_ERROR\",\"status\":\"error\",\"username\":\"\",\"message\":",
                        error.message());
                append(out, "}");
            }
            case RoomsEvent.RoomMembers room -> {
                append(out, "{\"type\":\"ROOM_MEMBERS\",\"roomId\":", room.roomId());
                String separator = ",\"members\":[";
                for (Introduction member : room.members()) {
                    append(out, separator);
                    out.writeBytes(member.encoded());
                    separator = ",";
                }
                append(out, room.members().isEmpty() ? ",\"members\":[]}" : "]}");
            }
            case RoomsEvent.PeerJoined joined -> news(out, "NEW_PEER_IN_ROOM", joined.roomId(), joined.peer());
            case RoomsEvent.PeerLeft left -> news(out, "PEER_LEFT_ROOM", left.roomId(), left.peer());
            case RoomsEvent.Refused refused -> {
                append(
                        out,
                        "{\"type\":\"ERROR\",\"code\":",
                        refused.error().error().wireName());
                append(out, ",\"message\":", refused.error().reason());
                append(out, "}");
            }
        }
        return out.toByteArray();
    }

    private static void news(ByteArrayOutputStream out, String type, String roomId, Introduction peer) {
        append(out, "{\"type\":\"" + type + "\",\"roomId\":", roomId);
        append(out, ",\"peer\":");
        out.writeBytes(peer.encoded());
        append(out, "}");
    }

    private static void append(ByteArrayOutputStream out, String json) {
        out.writeBytes(ascii(json));
    }

    private static void append(ByteArrayOutputStream out, String json, String text) {
        append(out, json);
        out.writeBytes(JsonText.quote(text));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(US_ASCII);
    }
}
