package dev.ringdown.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ringdown.server.support.Rest;
import dev.ringdown.server.support.RunningServer;
import dev.ringdown.server.support.Schema;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** Holds {@code openapi.json} against the routes that there are and the answers that they give. */
final class OpenApiTest {
    @RegisterExtension
    static final RunningServer SERVER = RunningServer.with(
            "limits.count-private-addresses", "true", "flyx.max-rooms-per-minute", "6", "flyx.max-rooms", "5");

    private static final String UUID = "0f8fad5b-d9cb-469f-a165-70867728950e";

    @Test
    void describesEveryRouteAndNoOther() throws IOException {
        Set<String> described = new TreeSet<>();
        JsonNode paths = document().path("paths");
        for (String path : paths.propertyNames()) {
            for (String method : paths.path(path).propertyNames()) {
                if (!method.equals("parameters")) {
                    described.add(method.toUpperCase(Locale.ROOT) + " " + path);
                }
            }
        }
        Set<String> answered = new TreeSet<>(SERVER.server().operations());
        answered.removeAll(pages());
        assertThat(described).isEqualTo(answered);
    }

    private static Set<String> pages() throws IOException {
        try (InputStream list = OpenApiTest.class.getResourceAsStream("/web/pages.txt")) {
            String names = new String(Objects.requireNonNull(list).readAllBytes(), UTF_8);
            return Stream.concat(Stream.of(""), names.lines())
                    .map(name -> "GET /" + name.strip())
                    .collect(Collectors.toSet());
        }
    }

    @Test
    void everyAnswerIsAsDescribed() throws IOException {
        try (Rest rest = Rest.of(SERVER);
                Rest operator = Rest.ofManagement(SERVER)) {
            JsonNode document = document();
            String id =
                    checked(document, rest, 201, "POST", "/room", "/room", "").text("id");
            checked(document, rest, 201, "POST", "/rooms", "/rooms", "{\"metadata\":{\"a\":[1,{}]}}");
            checked(document, rest, 400, "POST", "/rooms", "/rooms", "{");
            checked(document, rest, 422, "POST", "/rooms", "/rooms", "{\"max_clients\":0}");
            checked(document, rest, 200, "GET", "/rooms/{id}", "/rooms/" + id, "");
            checked(document, rest, 404, "GET", "/rooms/{id}", "/rooms/nobody", "");
            checked(document, rest, 200, "PATCH", "/rooms/{id}", "/rooms/" + id, "{\"max_clients\":9}");
            checked(document, rest, 422, "PATCH", "/rooms/{id}", "/rooms/" + id, "{\"persistent\":true}");
            checked(document, rest, 404, "PATCH", "/rooms/{id}", "/rooms/nobody", "{}");
            checked(document, operator, 200, "GET", "/rooms", "/rooms?limit=1", "");
            checked(document, operator, 400, "GET", "/rooms", "/rooms?limit=0", "");
            checked(document, operator, 200, "GET", "/rooms/{id}", "/rooms/" + id, "");
            checked(
                    document,
                    operator,
                    404,
                    "DELETE",
                    "/rooms/{id}/peers/{peerId}",
                    "/rooms/" + id + "/peers/" + UUID,
                    "");
            checked(document, rest, 204, "DELETE", "/rooms/{id}", "/rooms/" + id, "");
            checked(document, rest, 404, "DELETE", "/rooms/{id}", "/rooms/" + id, "");
            checked(document, rest, 200, "GET", "/openapi.json", "/openapi.json", "");
            checked(document, rest, 200, "GET", "/config.json", "/config.json", "");
            checked(document, rest, 200, "GET", "/healthz", "/healthz", "");
            checked(document, rest, 200, "GET", "/readyz", "/readyz", "");
            checked(document, operator, 200, "GET", "/metrics", "/metrics", "");
            for (int i = 0; i < 3; i++) {
                checked(document, rest, 201, "POST", "/rooms", "/rooms", "");
            }
            Rest.Answer full = checked(document, rest, 503, "POST", "/rooms", "/rooms", "");
            assertThat(full.header("Retry-After")).isNotEmpty();
            Rest.Answer tooOften = checked(document, rest, 429, "POST", "/rooms", "/rooms", "");
            assertThat(tooOften.header("Retry-After")).isNotEmpty();
        }
    }

    private static Rest.Answer checked(
            JsonNode document, Rest rest, int status, String method, String template, String path, String body)
            throws IOException {
        String where = method + " " + path + " " + status;
        Rest.Answer answer = rest.send(method, path, body);
        assertThat(answer.status()).as("%s: %s", where, answer.http().body()).isEqualTo(status);
        Schema schema = new Schema(document);
        JsonNode described = schema.resolve(document.path("paths")
                .path(template)
                .path(method.toLowerCase(Locale.ROOT))
                .path("responses")
                .path(Integer.toString(status)));
        assertThat(described.isMissingNode()).as("%s is described", where).isFalse();
        JsonNode content = described.path("content");
        String media = answer.header("Content-Type").split(";", 2)[0];
        if (content.isMissingNode()) {
            assertThat(answer.http().body()).as(where).isEmpty();
        } else {
            assertThat(content.propertyNames()).as(where).contains(media);
            if (media.endsWith("json")) {
                schema.assertValid(answer.json(), content.path(media).path("schema"), where);
            }
        }
        return answer;
    }

    private static JsonNode document() throws IOException {
        try (Rest rest = Rest.of(SERVER)) {
            JsonNode document = rest.send("GET", "/openapi.json").json();
            assertThat(document.path("openapi").asString()).startsWith("3.1.");
            return document;
        }
    }
}
