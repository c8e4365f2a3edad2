package dev.ringdown.server.dialect.echo;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ringdown.protocol.ProtocolException;
import dev.ringdown.server.config.EchoSettings;
import dev.ringdown.server.core.SessionLink;
import dev.ringdown.server.dialect.Dialect;
import dev.ringdown.server.dialect.DialectSession;
import dev.ringdown.server.dialect.Handshake;
import dev.ringdown.server.dialect.MessageLimits;

/** The echo door: every message goes back as it came, text as text and binary as binary. */
public final class EchoDialect implements Dialect {
    private final EchoSettings settings;

    /**
     * @param settings of this door
     */
    public EchoDialect(EchoSettings settings) {
        this.settings = settings;
    }

    @Override
    public String name() {
        return "echo";
    }

    @Override
    public String path() {
        return settings.path();
    }

    @Override
    public MessageLimits limits() {
        return new MessageLimits(settings.maxMessageBytes(), settings.maxMessageBytes(), settings.maxFragments());
    }

    @Override
    public DialectSession open(Handshake handshake, SessionLink link) {
        return new DialectSession() {
            @Override
            public void text(byte[] bytes, int offset, int length) {
                link.send(bytes, offset, length);
            }

            @Override
            public void binary(byte[] bytes, int offset, int length) {
                link.sendBinary(bytes, offset, length);
            }

            @Override
            public void refuse(ProtocolException error) {
                link.send(error.reason().getBytes(UTF_8));
            }

            @Override
            public void closed() {}

            @Override
            public String toString() {
                return "echo session";
            }
        };
    }
}
