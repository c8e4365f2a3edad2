package dev.ringdown.server.dialect.cheery;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ringdown.protocol.CloseReason;
import dev.ringdown.protocol.ProtocolError;
import dev.ringdown.protocol.ProtocolException;
import dev.ringdown.protocol.cheery.CheeryCodec;
import dev.ringdown.protocol.cheery.CheeryEvent;
import dev.ringdown.protocol.cheery.CheeryRequest;
import dev.ringdown.protocol.json.Utf8;
import dev.ringdown.server.core.NameRule;
import dev.ringdown.server.core.PresenceList;
import dev.ringdown.server.core.SessionLink;
import dev.ringdown.server.dialect.DialectSession;
import org.jspecify.annotations.Nullable;

/**
 * One client of the cheery dialect: it registers a name, may register again to change its name or its address, and asks where
 * others are, which takes no registration. Confined to the event loop of its connection.
 */
final class CheerySession implements DialectSession {
    private static final byte[] PONG = CheeryCodec.encode(new CheeryEvent.Pong());

    private static final ProtocolException EMPTY_NAME =
            new ProtocolException(ProtocolError.BAD_NAME, "Username cannot be empty.");
    private static final ProtocolException BAD_NAME = new ProtocolException(
            ProtocolError.BAD_NAME, "Username is too long or has characters that cannot be shown.");
    private static final ProtocolException LONG_IP =
            new ProtocolException(ProtocolError.BAD_FIELD, "'ip' is too long.");
    private static final ProtocolException NOT_UTF8 =
            new ProtocolException(ProtocolError.BAD_UTF8, "The message is not UTF-8.");

    /** To the letter: clients compare it. */
    private static final ProtocolException NAME_TAKEN =
            new ProtocolException(ProtocolError.NAME_TAKEN, "Username taken");

    private final CheeryDialect dialect;
    private final CheeryCodec codec;
    private final SessionLink link;
    private final String remoteIp;

    /** What the list says of the client; null until it has registered. */
    private PresenceList.@Nullable Entry self;

    CheerySession(CheeryDialect dialect, CheeryCodec codec, SessionLink link, String remoteIp) {
        this.dialect = dialect;
        this.codec = codec;
        this.link = link;
        this.remoteIp = remoteIp;
    }

    @Override
    public void text(byte[] bytes, int offset, int length) {
        switch (codec.decode(bytes, offset, length)) {
            case CheeryRequest.Register register -> register(register);
            case CheeryRequest.GetIp getIp -> tellIp(getIp.target());
            case CheeryRequest.Ping ping -> link.send(PONG);
            // that something came is all there is to it, and the transport has noticed
            case CheeryRequest.Pong pong -> {}
        }
    }

    /** The same as text: there are clients that send their JSON as bytes. */
    @Override
    public void binary(byte[] bytes, int offset, int length) {
        if (!Utf8.isValid(bytes, offset, length)) {
            throw NOT_UTF8;
        }
        text(bytes, offset, length);
    }

    private void register(CheeryRequest.Register register) {
        String name = register.username();
        if (name.isBlank()) {
            throw EMPTY_NAME;
        }
        if (!NameRule.allows(name, dialect.settings().maxNameBytes())) {
            throw BAD_NAME;
        }
        String ip = register.ip();
        if (ip == null || ip.isBlank()) {
            ip = remoteIp;
        } else if (ip.getBytes(UTF_8).length > dialect.settings().maxIpBytes()) {
            throw LONG_IP;
        }
        PresenceList.Entry entry = new PresenceList.Entry(name, ip, CheeryCodec.introduction(name), link);
        boolean entered = self == null
                ? dialect.presenceList().enter(entry)
                : dialect.presenceList().replace(self, entry);
        if (!entered) {
            refuse(NAME_TAKEN);
            link.close(CloseReason.NOT_ADMITTED);
            return;
        }
        self = entry;
    }

    private void tellIp(String target) {
        PresenceList.Entry found = dialect.presenceList().find(target);
        link.send(CheeryCodec.encode(
                found == null
                        ? new CheeryEvent.UserOffline(target)
                        : new CheeryEvent.IpResponse(target, found.address())));
    }

    @Override
    public void refuse(ProtocolException error) {
        link.send(CheeryCodec.encode(new CheeryEvent.Refused(error)));
    }

    @Override
    public void closed() {
        PresenceList.Entry entry = self;
        if (entry != null) {
            self = null;
            dialect.presenceList().leave(entry);
        }
    }

    @Override
    public String toString() {
        return "cheery session of " + (self == null ? "nobody yet" : self.name());
    }
}
