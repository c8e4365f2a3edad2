package dev.ringdown.protocol.bridge;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ringdown.protocol.ProtocolError;
import dev.ringdown.protocol.ProtocolException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes the bridge dialect, for the server's side and for the client's. No state, any thread.
 *
 * <p>A request or response is a block of lines that an empty line ends. Lines end in CRLF; a lone LF is taken too. Names
 * of headers are compared without regard to case, unknown headers are passed over, and of two with one name the last
 * counts.
 */
public final class BridgeCodec {
    /** The longest request, its empty line included: many times what any valid one needs. */
    public static final int MAX_REQUEST_BYTES = 2048;

    /** The longest response that a client reads: some ten thousand entries of INFOACK. */
    public static final int MAX_RESPONSE_BYTES = 1 << 20;

    private static final String CLIENT_ID = "clientid";
    private static final String REGISTERED = "registered";

    private static final ProtocolException UNKNOWN_REQUEST =
            new ProtocolException(ProtocolError.UNKNOWN_TYPE, "The first line is none of REGISTER, BRIDGE and INFO.");
    private static final ProtocolException UNKNOWN_RESPONSE = new ProtocolException(
            ProtocolError.UNKNOWN_TYPE, "The first line is none of REGACK, BRIDGEACK, INFOACK and ERROR.");
    private static final ProtocolException NOT_REGISTERED =
            new ProtocolException(ProtocolError.BAD_FIELD, "The 'Status' is not 'registered'.");
    private static final ProtocolException BAD_ENTRY =
            new ProtocolException(ProtocolError.BAD_FIELD, "An entry is not of the form 'clientID IP:Port'.");

    private BridgeCodec() {}

    /**
     * How many bytes the block at the start of these takes, its empty line included.
     *
     * @return -1 when the empty line is not among them yet
     */
    public static int blockLength(byte[] bytes, int offset, int length) {
        int lineStart = offset;
        for (int i = offset; i < offset + length; i++) {
            if (bytes[i] == '\n') {
                int lineBytes = i - lineStart;
                if (lineBytes == 0 || (lineBytes == 1 && bytes[lineStart] == '\r')) {
                    return i + 1 - offset;
                }
                lineStart = i + 1;
            }
        }
        return -1;
    }

    /**
     * Reads one request.
     *
     * @param bytes holds the block, with or without the empty line at its end; not kept
     * @param offset index of its first byte
     * @param length its bytes
     * @throws ProtocolException LIMIT above {@link #MAX_REQUEST_BYTES}; BAD_UTF8, MISSING_TYPE, UNKNOWN_TYPE, BAD_FIELD
     *     or BAD_NAME. Its reason is fit to be sent as an {@link BridgeResponse.Refused}
     */
    public static BridgeRequest decodeRequest(byte[] bytes, int offset, int length) {
        Block block = Block.parse(bytes, offset, length, MAX_REQUEST_BYTES);
        return switch (block.verb()) {
            case "REGISTER" -> new BridgeRequest.Register(contact(block.headers()));
            case "BRIDGE" -> {
                Map<String, String> headers = block.headers();
                String target = value(headers, "target");
                yield new BridgeRequest.Bridge(value(headers, CLIENT_ID), target.isEmpty() ? null : target);
            }
            case "INFO" -> new BridgeRequest.Info();
            default -> throw UNKNOWN_REQUEST;
        };
    }

    /**
     * Whether the lines could be all of a request although no empty line has ended them: everything is there that a client
     * of its kind says. A BRIDGE that does not say whose it is waits for that.
     *
     * @param bytes holds the lines; not kept
     * @param offset index of their first byte
     * @param length their bytes
     */
    public static boolean isComplete(byte[] bytes, int offset, int length) {
        try {
            BridgeRequest request = decodeRequest(bytes, offset, length);
            return !(request instanceof BridgeRequest.Bridge bridge)
                    || !bridge.clientId().isEmpty();
        } catch (ProtocolException incomplete) {
            return false;
        }
    }

    /**
     * Reads one response.
     *
     * @param bytes holds the block, with or without the empty line at its end; not kept
     * @param offset index of its first byte
     * @param length its bytes
     * @throws ProtocolException LIMIT above {@link #MAX_RESPONSE_BYTES}; BAD_UTF8, MISSING_TYPE, UNKNOWN_TYPE,
     *     BAD_FIELD or BAD_NAME
     */
    public static BridgeResponse decodeResponse(byte[] bytes, int offset, int length) {
        Block block = Block.parse(bytes, offset, length, MAX_RESPONSE_BYTES);
        return switch (block.verb()) {
            case "REGACK" -> {
                Map<String, String> headers = block.headers();
                if (!headers.getOrDefault("status", REGISTERED).equalsIgnoreCase(REGISTERED)) {
                    throw NOT_REGISTERED;
                }
                yield new BridgeResponse.RegAck(contact(headers));
            }
            case "BRIDGEACK" -> {
                Map<String, String> headers = block.headers();
                boolean nobody = value(headers, CLIENT_ID).isEmpty();
                yield new BridgeResponse.BridgeAck(nobody ? null : contact(headers));
            }
            case "INFOACK" ->
                new BridgeResponse.InfoAck(
                        block.rest().stream().map(BridgeCodec::entry).toList());
            case "ERROR" -> new BridgeResponse.Refused(value(block.headers(), "reason"));
            default -> throw UNKNOWN_RESPONSE;
        };
    }

    private static Contact contact(Map<String, String> headers) {
        String clientId = value(headers, CLIENT_ID);
        ClientId.check(clientId);
        return new Contact(clientId, Address.announced(value(headers, "ip"), value(headers, "port")));
    }

    private static String value(Map<String, String> headers, String name) {
        return headers.getOrDefault(name, "");
    }

    private static Contact entry(String line) {
        // the one before the address: a name may have some, too
        int space = line.lastIndexOf(' ');
        if (space < 0) {
            throw BAD_ENTRY;
        }
        return new Contact(line.substring(0, space), Address.parseAnnounced(line.substring(space + 1)));
    }

    /** Writes a request as the seed's client does, its empty line included. */
    public static byte[] encode(BridgeRequest request) {
        return bytes(
                switch (request) {
                    case BridgeRequest.Register register -> "REGISTER\r\n" + headers(register.contact());
                    case BridgeRequest.Bridge bridge ->
                        "BRIDGE\r\nclientID: " + bridge.clientId() + "\r\n"
                                + (bridge.target() == null ? "" : "target: " + bridge.target() + "\r\n");
                    case BridgeRequest.Info ignored -> "INFO\r\nRequesting clients\r\n";
                });
    }

    /** Writes a response as the seed's server does, its empty line included. */
    public static byte[] encode(BridgeResponse response) {
        return bytes(
                switch (response) {
                    case BridgeResponse.RegAck ack -> "REGACK\r\n" + headers(ack.contact()) + "Status: registered\r\n";
                    case BridgeResponse.BridgeAck ack -> "BRIDGEACK\r\n" + headers(ack.contact());
                    case BridgeResponse.InfoAck ack -> "INFOACK\r\n" + entries(ack.contacts());
                    case BridgeResponse.Refused refused -> "ERROR\r\nreason: " + refused.reason() + "\r\n";
                });
    }

    private static String headers(@Nullable Contact contact) {
        if (contact == null) {
            return "clientID: \r\nIP: \r\nPort: \r\n";
        }
        Address address = contact.address();
        return "clientID: " + contact.clientId() + "\r\nIP: " + address.host() + "\r\nPort: " + address.port() + "\r\n";
    }

    private static String entries(List<Contact> contacts) {
        StringBuilder lines = new StringBuilder();
        for (Contact contact : contacts) {
            lines.append(contact.clientId())
                    .append(' ')
                    .append(contact.address())
                    .append("\r\n");
        }
        return lines.toString();
    }

    private static byte[] bytes(String lines) {
        return (lines + "\r\n").getBytes(UTF_8);
    }
}
