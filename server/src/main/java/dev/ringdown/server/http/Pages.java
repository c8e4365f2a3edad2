package dev.ringdown.server.http;

import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * The pages, scripts and styles that come with the server: read from the class path by the first request, as a class is by
 * its first use, and from then on served from memory with an entity tag. What is served is what the list names; no path of
 * a request ever reaches a file system.
 */
public final class Pages {
    private static final String FOLDER = "/web/";
    private static final List<String> NAMES = names();

    /** Pages load nothing from elsewhere, and nothing inline runs. */
    private static final String CONTENT_SECURITY_POLICY = String.join(
            "; ",
            "default-src 'self'",
            "connect-src 'self' ws: wss:",
            "img-src 'self' data: blob:",
            "media-src 'self' blob:",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'");

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml",
            "png", "image/png",
            "ico", "image/x-icon",
            "webmanifest", "application/manifest+json");

    private Pages() {}

    /** Adds a route for every page; {@code index.html} answers {@code /}. */
    public static void addTo(Routes.Builder routes) {
        for (String name : NAMES) {
            Route page = new Page(name);
            routes.get("/" + name, page);
            if (name.equals("index.html")) {
                routes.get("/", page);
            }
        }
    }

    /** The path of the page about a door; null if there is none. */
    public static @Nullable String ofDoor(String dialect) {
        String name = "doors/" + dialect + ".html";
        return NAMES.contains(name) ? "/" + name : null;
    }

    private static List<String> names() {
        return new String(read("pages.txt"), StandardCharsets.UTF_8)
                .lines()
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
    }

    private static final class Page implements Route {
        private final String name;
        private volatile @Nullable Content content;

        Page(String name) {
            this.name = name;
        }

        @Override
        public FullHttpResponse answer(FullHttpRequest request) {
            Content known = content;
            if (known == null) {
                // by two loops at once if need be: both read the same
                known = new Content(name);
                content = known;
            }
            return known.answer(request);
        }
    }

    private static final class Content {
        private final String type;
        private final byte[] bytes;
        private final String tag;

        Content(String name) {
            this.type = TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "application/octet-stream");
            this.bytes = read(name);
            this.tag = '"' + checksum(bytes) + '"';
        }

        FullHttpResponse answer(FullHttpRequest request) {
            boolean known = tag.equals(request.headers().get(HttpHeaderNames.IF_NONE_MATCH));
            FullHttpResponse response = known
                    ? Responses.of(HttpResponseStatus.NOT_MODIFIED, type, new byte[0])
                    : Responses.of(HttpResponseStatus.OK, type, bytes);
            HttpHeaders headers = response.headers();
            headers.set(HttpHeaderNames.CACHE_CONTROL, "no-cache")
                    .set(HttpHeaderNames.ETAG, tag)
                    .set(HttpHeaderNames.CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY)
                    .set("referrer-policy", "no-referrer");
            if (known) {
                headers.remove(HttpHeaderNames.CONTENT_LENGTH);
            }
            return response;
        }
    }

    private static byte[] read(String name) {
        try (InputStream in = Pages.class.getResourceAsStream(FOLDER + name)) {
            if (in == null) {
                throw new IOException(FOLDER + name + " is not on the class path");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Tells one version of a page from the next, and nothing more. */
    private static String checksum(byte[] content) {
        CRC32 crc = new CRC32();
        crc.update(content);
        return Long.toHexString(crc.getValue()) + '-' + Integer.toHexString(content.length);
    }
}
