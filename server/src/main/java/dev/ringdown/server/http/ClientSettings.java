package dev.ringdown.server.http;

import dev.ringdown.server.config.IceServer;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * What the browser client asks for before it connects, {@code /config.json}: the server's version, the STUN and TURN
 * servers of the configuration, in the form of {@code RTCConfiguration}, and the doors that are open.
 */
public final class ClientSettings {
    /**
     * A door that is open in this process.
     *
     * @param name of its dialect
     * @param page the path of the page about it; null if there is none
     * @param path of its WebSocket; with a slash at its end, the paths below it; null if it has none
     * @param tcp where it is spoken over plain TCP; null if it is not
     */
    public record Door(
            String name,
            @Nullable String page,
            @Nullable String path,
            @Nullable InetSocketAddress tcp) {
        /** This door with what another way to it, of the same name, adds. */
        public Door and(Door other) {
            return new Door(name, page, path == null ? other.path : path, tcp == null ? other.tcp : tcp);
        }
    }

    private final byte[] json;

    /**
     * @param version of the server
     * @param iceServers that clients may use
     * @param doors that are open, in the order in which pages show them
     */
    public ClientSettings(String version, List<IceServer> iceServers, Collection<Door> doors) {
        this.json = encode(version, iceServers, doors);
    }

    /** Adds {@code /config.json}. */
    public void addTo(Routes.Builder routes) {
        routes.get("/config.json", request -> Responses.json(HttpResponseStatus.OK, json));
    }

    private static byte[] encode(String version, List<IceServer> iceServers, Collection<Door> doors) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JsonFactory.builder().build().createGenerator(ObjectWriteContext.empty(), bytes)) {
            json.writeStartObject();
            json.writeStringProperty("version", version);
            json.writeArrayPropertyStart("iceServers");
            for (IceServer server : iceServers) {
                write(json, server);
            }
            json.writeEndArray();
            json.writeArrayPropertyStart("doors");
            for (Door door : doors) {
                write(json, door);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        return bytes.toByteArray();
    }

    private static void write(JsonGenerator json, IceServer server) {
        json.writeStartObject();
        json.writeArrayPropertyStart("urls");
        server.urls().forEach(json::writeString);
        json.writeEndArray();
        writeUnlessNull(json, "username", server.username());
        writeUnlessNull(json, "credential", server.credential());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Door door) {
        json.writeStartObject();
        json.writeStringProperty("name", door.name());
        writeUnlessNull(json, "page", door.page());
        writeUnlessNull(json, "path", door.path());
        InetSocketAddress tcp = door.tcp();
        if (tcp != null) {
            json.writeObjectPropertyStart("tcp");
            // of a socket that is bound to every address, only the client knows one that leads there
            if (!tcp.getAddress().isAnyLocalAddress()) {
                json.writeStringProperty("host", tcp.getAddress().getHostAddress());
            }
            json.writeNumberProperty("port", tcp.getPort());
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private static void writeUnlessNull(JsonGenerator json, String name, @Nullable String text) {
        if (text != null) {
            json.writeStringProperty(name, text);
        }
    }
}
