package dev.ringdown.server.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A server for each {@link TransportCase}, started when a test first asks for it and shared by all tests of a class: as a
 * static field with {@code @RegisterExtension}.
 */
public final class TransportServers implements AfterAllCallback {
    private final List<String> settings;
    private final Map<TransportCase, RunningServer> servers = new EnumMap<>(TransportCase.class);

    private TransportServers(List<String> settings) {
        this.settings = settings;
    }

    /** Servers with these settings: a dotted key, its value, and so on. */
    public static TransportServers with(List<String> keysAndValues) {
        return new TransportServers(keysAndValues);
    }

    /** The server that carries bytes in this way; the test is skipped, and says why, if this machine has no such way. */
    public RunningServer on(TransportCase transport) throws IOException {
        String unavailable = transport.unavailable();
        assumeTrue(unavailable == null, unavailable);
        RunningServer server = servers.get(transport);
        if (server == null) {
            server = RunningServer.start(transport.settings(transport.loops(), settings));
            servers.put(transport, server);
            assertThat(server.server().summary()).endsWith("(" + transport.transport() + ")");
            assertThat(server.loopCount()).isEqualTo(transport.loops());
        }
        return server;
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (context.getRequiredTestClass().getEnclosingClass() == null) {
            servers.values().forEach(RunningServer::close);
            servers.clear();
        }
    }
}
