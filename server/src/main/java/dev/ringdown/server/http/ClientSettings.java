package dev.ringdown.server.http;

import dev.ringdown.server.config.IceServer;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.ByteArrayOutputStream;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * What the browser client asks for before it connects, {@code /config.json}: the server's version and the STUN and TURN
 * servers of the configuration, in the form of {@code RTCConfiguration}.
 */
public final class ClientSettings {
    private final byte[] json;

    /**
     * @param version of the server
     * @param iceServers that clients may use
     */
    public ClientSettings(String version, List<IceServer> iceServers) {
        this.json = encode(version, iceServers);
    }

    /** Adds {@code /config.json}. */
    public void addTo(Routes.Builder routes) {
        routes.get("/config.json", request -> Responses.json(HttpResponseStatus.OK, json));
    }

    private static byte[] encode(String version, List<IceServer> iceServers) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JsonFactory.builder().build().createGenerator(ObjectWriteContext.empty(), bytes)) {
            json.writeStartObject();
            json.writeStringProperty("version", version);
            json.writeArrayPropertyStart("iceServers");
            for (IceServer server : iceServers) {
                json.writeStartObject();
                json.writeArrayPropertyStart("urls");
                server.urls().forEach(json::writeString);
                json.writeEndArray();
                if (server.username() != null) {
                    json.writeStringProperty("username", server.username());
                }
                if (server.credential() != null) {
                    json.writeStringProperty("credential", server.credential());
                }
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        return bytes.toByteArray();
    }
}
