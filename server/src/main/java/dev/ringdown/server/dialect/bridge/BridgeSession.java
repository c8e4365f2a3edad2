package dev.ringdown.server.dialect.bridge;

import dev.ringdown.protocol.CloseReason;
import dev.ringdown.protocol.ProtocolError;
import dev.ringdown.protocol.ProtocolException;
import dev.ringdown.protocol.bridge.BridgeCodec;
import dev.ringdown.protocol.bridge.BridgeRequest;
import dev.ringdown.protocol.bridge.BridgeResponse;
import dev.ringdown.protocol.bridge.Contact;
import dev.ringdown.server.core.AddressBook;
import dev.ringdown.server.core.PeerLink;
import dev.ringdown.server.dialect.DialectSession;
import org.jspecify.annotations.Nullable;

/** Requests of the bridge dialect, each of which is answered at once. Confined to its event loop. */
final class BridgeSession implements DialectSession {
    private static final ProtocolException FULL =
            new ProtocolException(ProtocolError.LIMIT, "As many clients are registered as may be.");

    private final AddressBook book;
    private final PeerLink link;
    private final boolean once;

    /**
     * @param once whether the connection ends with the first answer, as over plain TCP
     */
    BridgeSession(AddressBook book, PeerLink link, boolean once) {
        this.book = book;
        this.link = link;
        this.once = once;
    }

    @Override
    public void text(byte[] bytes, int offset, int length) {
        answer(
                switch (BridgeCodec.decodeRequest(bytes, offset, length)) {
                    case BridgeRequest.Register register -> {
                        if (!book.register(register.contact())) {
                            throw FULL;
                        }
                        yield new BridgeResponse.RegAck(register.contact());
                    }
                    case BridgeRequest.Bridge bridge -> new BridgeResponse.BridgeAck(partner(bridge));
                    case BridgeRequest.Info info -> new BridgeResponse.InfoAck(book.all());
                });
    }

    private @Nullable Contact partner(BridgeRequest.Bridge bridge) {
        String target = bridge.target();
        return target == null ? book.firstOtherThan(bridge.clientId()) : book.find(target);
    }

    @Override
    public void refuse(ProtocolException error) {
        answer(new BridgeResponse.Refused(error.reason()));
    }

    private void answer(BridgeResponse response) {
        link.send(BridgeCodec.encode(response));
        if (once) {
            link.close(CloseReason.NORMAL);
        }
    }

    @Override
    public void closed() {}

    @Override
    public String toString() {
        return "bridge session";
    }
}
