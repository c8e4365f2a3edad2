package dev.ringdown.server.config;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One entry of {@code ice-servers}: a STUN or TURN server that clients are told of. The fields are those of the browsers' {@code RTCIceServer}.
 */
public record IceServer(
        @Doc("Addresses such as stun:stun.example.org:3478 or turns:turn.example.org:443?transport=tcp.")
        List<String> urls,

        @Doc("User name; a TURN server needs one.") @Nullable
        String username,

        @Secret @Doc("Password; a TURN server needs one.") @Nullable
        String credential) {

    /** RFC 7064, section 3.1, and RFC 7065, section 3.1. */
    private static final Pattern URL =
            Pattern.compile("stuns?:[^\\s/?#@]+|turns?:[^\\s/?#@]+(\\?transport=(udp|tcp))?");

    /** @throws ConfigurationException when there is no address, one of another kind, or TURN without user name and credential */
    public IceServer {
        urls = List.copyOf(urls);
        Checks checks = new Checks("")
                .that(!urls.isEmpty(), "urls", "[]", "at least one address such as stun:stun.example.org:3478");
        for (String url : urls) {
            checks.that(URL.matcher(url).matches(), "urls", url, "an address such as stun:stun.example.org:3478");
        }
        boolean turn = urls.stream().anyMatch(url -> url.startsWith("turn"));
        checks.that(!turn || username != null, "username", "none", "a user name, for TURN", "urls");
        checks.that(!turn || credential != null, "credential", "none", "a credential, for TURN", "urls");
        checks.verify();
    }

    /** Hides the credential, so that no log line carries it. */
    @Override
    public String toString() {
        return "IceServer[urls=%s, username=%s, credential=%s]"
                .formatted(urls, username, credential == null ? null : "***");
    }
}
