package dev.ringdown.server.dialect.bridge;

import dev.ringdown.protocol.CloseReason;
import dev.ringdown.protocol.ProtocolError;
import dev.ringdown.protocol.ProtocolException;
import dev.ringdown.protocol.bridge.BridgeCodec;
import dev.ringdown.protocol.bridge.BridgeRequest;
import dev.ringdown.protocol.bridge.BridgeResponse;
import dev.ringdown.protocol.bridge.Contact;
import dev.ringdown.server.core.AddressBook;
import dev.ringdown.server.core.SessionLink;
import dev.ringdown.server.dialect.DialectSession;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Requests of the bridge dialect, each of which is answered at once. Confined to its event loop. */
final class BridgeSession implements DialectSession {
    private static final ProtocolException FULL =
            new ProtocolException(ProtocolError.LIMIT, "As many clients are registered as may be.");

    private final AddressBook book;
    private final SessionLink link;
    private final Duration quietPeriod;
    private final boolean once;

    /**
     * @param quietPeriod how long a request that may be complete waits for more
     * @param once whether the connection ends with the first answer, as over plain TCP
     */
    BridgeSession(AddressBook book, SessionLink link, Duration quietPeriod, boolean once) {
        this.book = book;
        this.link = link;
        this.quietPeriod = quietPeriod;
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
                        yield BridgeCodec.encode(new BridgeResponse.RegAck(register.contact()));
                    }
                    case BridgeRequest.Bridge bridge ->
                        BridgeCodec.encode(new BridgeResponse.BridgeAck(partner(bridge)));
                    case BridgeRequest.Info info -> book.list();
                });
    }

    @Override
    public @Nullable Duration quietPeriod(byte[] bytes, int offset, int length) {
        return BridgeCodec.isComplete(bytes, offset, length) ? quietPeriod : null;
    }

    private @Nullable Contact partner(BridgeRequest.Bridge bridge) {
        String target = bridge.target();
        return target == null ? book.firstOtherThan(bridge.clientId()) : book.find(target);
    }

    @Override
    public void refuse(ProtocolException error) {
        answer(BridgeCodec.encode(new BridgeResponse.Refused(error.reason())));
    }

    private void answer(byte[] response) {
        link.send(response);
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
