package dev.ringdown.protocol.cheery;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.ringdown.protocol.Introduction;
import dev.ringdown.protocol.ProtocolError;
import dev.ringdown.protocol.ProtocolException;
import dev.ringdown.protocol.json.Envelope;
import dev.ringdown.protocol.json.JsonLimits;
import dev.ringdown.protocol.json.JsonText;
import dev.ringdown.protocol.json.Kind;
import java.io.ByteArrayOutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads and writes the cheery dialect. Reading keeps a flyweight, so there is one codec an event loop; writing is static. */
public final class CheeryCodec {
    private static final int TYPE = 0;
    private static final int USERNAME = 1;
    private static final int IP = 2;
    private static final int TARGET = 3;

    private static final CheeryRequest.Ping PING = new CheeryRequest.Ping();
    private static final CheeryRequest.Pong PONG = new CheeryRequest.Pong();

    private static final byte[] LIST_START = ascii("{\"type\":\"user_list\",\"users\":[");
    private static final byte[] LIST_END = ascii("]}");

    private static final ProtocolException MISSING_TYPE =
            new ProtocolException(ProtocolError.MISSING_TYPE, "The message has no 'type', or it is not a string.");
    private static final ProtocolException UNKNOWN_TYPE =
            new ProtocolException(ProtocolError.UNKNOWN_TYPE, "There is no such 'type' of message.");
    private static final ProtocolException NO_USERNAME =
            new ProtocolException(ProtocolError.BAD_FIELD, "'username' is missing, or it is not a string.");
    private static final ProtocolException BAD_IP =
            new ProtocolException(ProtocolError.BAD_FIELD, "'ip' is not a string.");
    private static final ProtocolException NO_TARGET =
            new ProtocolException(ProtocolError.BAD_FIELD, "'target' is missing, or it is not a string.");

    private final Envelope envelope = new Envelope(JsonLimits.DEFAULTS, "type", "username", "ip", "target");

    /**
     * Reads one message.
     *
     * @param bytes holds the message; stays the caller's
     * @param offset index of its first byte
     * @param length its bytes
     * @throws ProtocolException BAD_JSON, BAD_UTF8, LIMIT, MISSING_TYPE, UNKNOWN_TYPE or BAD_FIELD
     */
    public CheeryRequest decode(byte[] bytes, int offset, int length) {
        envelope.scan(bytes, offset, length);
        return switch (text(TYPE, MISSING_TYPE)) {
            case "register" -> new CheeryRequest.Register(text(USERNAME, NO_USERNAME), ip());
            case "get_ip" -> new CheeryRequest.GetIp(text(TARGET, NO_TARGET));
            case "ping" -> PING;
            case "pong" -> PONG;
            default -> throw UNKNOWN_TYPE;
        };
    }

    private @Nullable String ip() {
        Kind kind = envelope.kind(IP);
        return kind == Kind.ABSENT || kind == Kind.NULL ? null : text(IP, BAD_IP);
    }

    private String text(int field, ProtocolException otherwise) {
        if (!envelope.isString(field)) {
            throw otherwise;
        }
        return envelope.text(field);
    }

    /** How a user stands in the list: its name, as JSON. */
    public static Introduction introduction(String username) {
        return new Introduction(JsonText.quote(username));
    }

    /** Writes one message. */
    public static byte[] encode(CheeryEvent event) {
        return switch (event) {
            case CheeryEvent.UserList list -> userList(list.users());
            case CheeryEvent.IpResponse found -> object("ip_response", "target", found.target(), "ip", found.ip());
            case CheeryEvent.UserOffline offline ->
                object("ip_response", "target", offline.target(), "error", "User offline");
            case CheeryEvent.Ping ping -> object("ping");
            case CheeryEvent.Pong pong -> object("pong");
            case CheeryEvent.Refused refused ->
                object(
                        "error",
                        "message",
                        refused.error().reason(),
                        "code",
                        refused.error().error().wireName());
        };
    }

    /** The one message that grows with the number of users: measured first, then copied together. */
    private static byte[] userList(List<Introduction> users) {
        int length = LIST_START.length + LIST_END.length + Math.max(0, users.size() - 1);
        for (Introduction user : users) {
            length += user.encoded().length;
        }
        byte[] message = new byte[length];
        int at = append(message, 0, LIST_START);
        boolean first = true;
        for (Introduction user : users) {
            if (!first) {
                message[at++] = ',';
            }
            first = false;
            at = append(message, at, user.encoded());
        }
        append(message, at, LIST_END);
        return message;
    }

    private static int append(byte[] message, int at, byte[] part) {
        System.arraycopy(part, 0, message, at, part.length);
        return at + part.length;
    }

    /** @param namesAndTexts further members: a name that needs no escapes, any text, and so on */
    private static byte[] object(String type, String... namesAndTexts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(128);
        out.writeBytes(ascii("{\"type\":\"" + type + '"'));
        for (int i = 0; i < namesAndTexts.length; i += 2) {
            out.writeBytes(ascii(",\"" + namesAndTexts[i] + "\":"));
            out.writeBytes(JsonText.quote(namesAndTexts[i + 1]));
        }
        out.write('}');
        return out.toByteArray();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(US_ASCII);
    }
}
