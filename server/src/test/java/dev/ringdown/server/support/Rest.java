package dev.ringdown.server.support;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.MissingNode;

/** A client of a REST interface, over HTTP/1.1. Any thread. */
public final class Rest implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client;
    private final String root;

    private Rest(InetSocketAddress server, @Nullable InetAddress from) {
        HttpClient.Builder builder = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1);
        if (from != null) {
            builder.localAddress(from);
        }
        this.client = builder.build();
        this.root = "http://127.0.0.1:" + server.getPort();
    }

    /** An answer, with its body as JSON if it has one. */
    public record Answer(HttpResponse<String> http) {
        /** The HTTP status. */
        public int status() {
            return http.statusCode();
        }

        /** A header's value; empty if it is not there. */
        public String header(String name) {
            return http.headers().firstValue(name).orElse("");
        }

        /** The body. */
        public JsonNode json() {
            return http.body().isEmpty() ? MissingNode.getInstance() : JSON.readTree(http.body());
        }

        /** A text in the body. */
        public String text(String key) {
            return json().path(key).asString("");
        }
    }

    /** A client of the main port. */
    public static Rest of(RunningServer server) {
        return new Rest(server.address(), null);
    }

    /** A client of the main port that comes from another address. */
    public static Rest of(RunningServer server, String from) throws IOException {
        return new Rest(server.address(), InetAddress.getByName(from));
    }

    /** A client of a server in another process. */
    public static Rest of(InetSocketAddress server) {
        return new Rest(server, null);
    }

    /** A client of the management port. */
    public static Rest ofManagement(RunningServer server) {
        return new Rest(server.managementAddress(), null);
    }

    /** Makes a room and returns its id. */
    public String makeRoom(String configuration) throws IOException {
        Answer answer = send("POST", "/rooms", configuration);
        if (answer.status() != 201) {
            throw new AssertionError(answer.http().body());
        }
        return answer.text("id");
    }

    /** Asks without a body. */
    public Answer send(String method, String path) throws IOException {
        return send(method, path, "");
    }

    /** Asks with a body; none if it is empty. */
    public Answer send(String method, String path, String body, String... headers) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(root + path))
                .timeout(Duration.ofSeconds(20))
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        } else if (!body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        try {
            return new Answer(client.send(request.build(), HttpResponse.BodyHandlers.ofString()));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
