package dev.ringdown.protocol.vyoma;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ringdown.protocol.ProtocolError;
import dev.ringdown.protocol.ProtocolException;
import dev.ringdown.protocol.json.Envelope;
import dev.ringdown.protocol.json.JsonLimits;
import dev.ringdown.protocol.json.JsonText;
import java.io.ByteArrayOutputStream;
import java.util.List;

/**
 * Reads the JSON of the vyoma dialect, and writes both of its formats. Reading keeps flyweights, so there is one codec an
 * event loop; writing is static. Plain text is not read: whatever comes is what was said.
 */
public final class VyomaCodec {
    private static final int TYPE = 0;
    private static final int PAYLOAD = 1;

    private static final byte[] MESSAGE = ascii("message");
    private static final byte[] NEXT = ascii("next");
    private static final List<byte[]> SERVERS_OWN =
            List.of(ascii("waiting"), ascii("paired"), ascii("partner_left"), ascii("error"));

    private static final VyomaRequest.Next NEXT_PARTNER = new VyomaRequest.Next();

    private static final ProtocolException MISSING_TYPE =
            new ProtocolException(ProtocolError.MISSING_TYPE, "The message has no 'type', or it is not a string.");
    private static final ProtocolException NO_PAYLOAD =
            new ProtocolException(ProtocolError.BAD_FIELD, "'payload' is missing.");
    private static final ProtocolException RESERVED_TYPE =
            new ProtocolException(ProtocolError.RESERVED_TYPE, "Only the server sends this 'type' of message.");
    private static final ProtocolException PLAIN_PARTNER = new ProtocolException(
            ProtocolError.PLAIN_PARTNER, "Your partner speaks plain text: only a 'message' with a string gets there.");

    private final Envelope envelope = new Envelope(JsonLimits.DEFAULTS, "type", "payload");
    private final VyomaRequest.Relay relay = new VyomaRequest.Relay(this);

    /**
     * Reads one message in JSON.
     *
     * @param bytes holds the message; stays the caller's, and must stay as it is while a relay is in use
     * @param offset index of its first byte
     * @param length its bytes
     * @throws ProtocolException BAD_JSON, BAD_UTF8, LIMIT, MISSING_TYPE, RESERVED_TYPE, BAD_FIELD or AMBIGUOUS_FIELD
     */
    public VyomaRequest decode(byte[] bytes, int offset, int length) {
        envelope.scan(bytes, offset, length);
        if (!envelope.isString(TYPE)) {
            throw MISSING_TYPE;
        }
        if (envelope.matches(TYPE, NEXT)) {
            return NEXT_PARTNER;
        }
        for (byte[] type : SERVERS_OWN) {
            if (envelope.matches(TYPE, type)) {
                throw RESERVED_TYPE;
            }
        }
        if (envelope.matches(TYPE, MESSAGE) && !envelope.has(PAYLOAD)) {
            throw NO_PAYLOAD;
        }
        envelope.checkUnambiguous(TYPE);
        return relay;
    }

    String text() {
        if (!envelope.matches(TYPE, MESSAGE) || !envelope.isString(PAYLOAD)) {
            throw PLAIN_PARTNER;
        }
        return envelope.text(PAYLOAD);
    }

    /** Writes one message in the format of the client that it is for. */
    public static byte[] encode(VyomaEvent event, Format format) {
        return switch (format) {
            case TEXT -> text(event).getBytes(UTF_8);
            case JSON -> json(event);
        };
    }

    /** The seed's words, to the letter: clients compare them. What the seed had no words for looks like them. */
    private static String text(VyomaEvent event) {
        return switch (event) {
            case VyomaEvent.Waiting waiting -> "\u231b Waiting for another entrepreneur...";
            case VyomaEvent.Paired paired -> "\ud83c\udfaf Connected with an entrepreneur!";
            case VyomaEvent.PartnerLeft left -> "\u26a0\ufe0f Partner disconnected.";
            case VyomaEvent.Message message -> message.text();
            case VyomaEvent.Refused refused -> "\u26a0\ufe0f " + refused.error().reason();
        };
    }

    private static byte[] json(VyomaEvent event) {
        return switch (event) {
            case VyomaEvent.Waiting waiting -> ascii("{\"type\":\"waiting\"}");
            case VyomaEvent.Paired paired ->
                ascii("{\"type\":\"paired\",\"payload\":{\"initiator\":" + paired.initiator() + ",\"format\":\""
                        + paired.partner().wireName() + "\"}}");
            case VyomaEvent.PartnerLeft left -> ascii("{\"type\":\"partner_left\"}");
            case VyomaEvent.Message message -> message(message.text());
            case VyomaEvent.Refused refused -> error(refused.error());
        };
    }

    private static byte[] message(String text) {
        byte[] quoted = JsonText.quote(text);
        ByteArrayOutputStream out = new ByteArrayOutputStream(quoted.length + 32);
        out.writeBytes(ascii("{\"type\":\"message\",\"payload\":"));
        out.writeBytes(quoted);
        out.write('}');
        return out.toByteArray();
    }

    private static byte[] error(ProtocolException error) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(128);
        out.writeBytes(ascii("{\"type\":\"error\",\"payload\":{\"code\":"));
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
