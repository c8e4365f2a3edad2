package dev.ringdown.server.module;

import dev.ringdown.server.dialect.Dialect;
import dev.ringdown.server.module.ProtocolModule.LinesEndpoint;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The modules of the protocols that are spoken. Opened and closed by one thread that is not an event loop. */
public final class ProtocolModules implements Iterable<ProtocolModule>, AutoCloseable {
    /** The one list of protocols, in the order in which they are shown. */
    private static final List<ProtocolModule.Factory> ALL = List.of(
            RoomsModule::open,
            FlyxModule::open,
            CheeryModule::open,
            VyomaModule::open,
            BridgeModule::open,
            EchoModule::open);

    private final List<ProtocolModule> modules = new ArrayList<>();

    private ProtocolModules() {}

    /**
     * Opens every module that the configuration does not switch off.
     *
     * @throws IOException if one cannot be opened; the others are closed again
     */
    public static ProtocolModules open(ProtocolModule.Parts parts) throws IOException {
        ProtocolModules opened = new ProtocolModules();
        try {
            for (ProtocolModule.Factory factory : ALL) {
                ProtocolModule module = factory.open(parts);
                if (module != null) {
                    opened.modules.add(module);
                }
            }
        } catch (IOException e) {
            opened.close();
            throw e;
        }
        return opened;
    }

    /** Every dialect that is spoken, over WebSocket or in lines. */
    public List<Dialect> dialects() {
        List<Dialect> dialects = new ArrayList<>();
        for (ProtocolModule module : modules) {
            LinesEndpoint lines = module.lines();
            if (lines != null) {
                dialects.add(lines.dialect());
            }
            dialects.addAll(module.dialects());
        }
        return dialects;
    }

    /** Why the server should get no new clients now: the reason of the first module that has one; null if none has. */
    public @Nullable String fault() {
        return modules.stream()
                .map(ProtocolModule::fault)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    @Override
    public Iterator<ProtocolModule> iterator() {
        return modules.iterator();
    }

    @Override
    public void close() {
        modules.forEach(ProtocolModule::close);
    }
}
