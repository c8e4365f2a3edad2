package dev.ringdown.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSourceTest {
    @TempDir
    Path folder;

    @Test
    void readsEachTypeOfValue() {
        Configuration configuration = load("""
                listen:
                  host: localhost
                  port: 0
                  transport: io_uring
                http:
                  max-body-bytes: 1MiB
                  handshake-timeout: 500ms
                websocket:
                  deflate: true
                  allowed-origins:
                    - https://app.example
                    - "http://localhost:3000"
                ice-servers:
                  - urls: ["turn:turn.example.org"]
                    username: 0123
                    credential: "true"
                """);

        assertThat(configuration.listen().host()).isEqualTo("localhost");
        assertThat(configuration.listen().port()).isZero();
        assertThat(configuration.listen().transport()).isEqualTo(ListenSettings.Transport.IO_URING);
        assertThat(configuration.http().maxBodyBytes()).isEqualTo(1_048_576);
        assertThat(configuration.http().handshakeTimeout()).isEqualTo(Duration.ofMillis(500));
        assertThat(configuration.websocket().deflate()).isTrue();
        assertThat(configuration.websocket().allowedOrigins())
                .containsExactly("https://app.example", "http://localhost:3000");
        assertThat(configuration.iceServers())
                .containsExactly(new IceServer(List.of("turn:turn.example.org"), "0123", "true"));
    }

    @Test
    void keepsTheDefaultOfWhatItDoesNotSet() {
        Configuration configuration = load("listen: {port: 1}");

        assertThat(configuration.listen().backlog()).isEqualTo(ListenSettings.DEFAULTS.backlog());
        assertThat(configuration.rooms()).isEqualTo(RoomsSettings.DEFAULTS);
    }

    @Test
    void emptyDocumentAndEmptySectionSetNothing() {
        assertThat(load("")).isEqualTo(Configuration.DEFAULTS);
        assertThat(load("# nothing yet\n")).isEqualTo(Configuration.DEFAULTS);
        assertThat(load("listen:\n  # port: 1\nhttp: {}\n")).isEqualTo(Configuration.DEFAULTS);
    }

    @Test
    void unknownKeyNamesTheNearestAndItsPlace() {
        assertThat(problems("websocket:\n  deflate: true\n  max-mesage-bytes: 1\n"))
                .containsExactly("websocket.max-mesage-bytes: unknown (did you mean websocket.max-message-bytes?), at "
                        + place(3, 3));
        assertThat(problems("websockets: {max-frame-bytes: 1}"))
                .containsExactly("websockets: unknown (did you mean websocket?), at " + place(1, 1));
        assertThat(problems("backlog: 7"))
                .containsExactly("backlog: unknown (did you mean listen.backlog?), at " + place(1, 1));
        assertThat(problems("ice-servers:\n  - {url: [], urls: ['stun:a']}"))
                .containsExactly("ice-servers[0].url: unknown (did you mean ice-servers[0].urls?), at " + place(2, 6));
    }

    @Test
    void valueOfTheWrongFormNamesWhatIsExpectedAndItsPlace() {
        assertThat(problems("listen:\n  port: http\n"))
                .containsExactly("listen.port: http (expected: a whole number), at " + place(2, 9));
        assertThat(problems("listen: {port: }"))
                .containsExactly("listen.port: nothing (expected: a whole number), at " + place(1, 15));
        assertThat(problems("listen: {port: [1]}"))
                .containsExactly("listen.port: a list (expected: a whole number), at " + place(1, 16));
        assertThat(problems("listen: 8080"))
                .containsExactly("listen: 8080 (expected: a mapping of keys to values), at " + place(1, 9));
        assertThat(problems("- listen"))
                .containsExactly("the document: a list (expected: a mapping of keys to values), at " + place(1, 1));
        assertThat(problems("websocket: {allowed-origins: https://app.example}"))
                .containsExactly(
                        "websocket.allowed-origins: https://app.example (expected: a list), at " + place(1, 30));
        assertThat(problems("ice-servers: ['stun:a']"))
                .containsExactly(
                        "ice-servers[0]: stun:a (expected: a mapping with the keys urls, username, credential), at "
                                + place(1, 15));
        assertThat(problems("ice-servers: [{username: a}]"))
                .containsExactly("ice-servers[0].urls: missing (expected: a list), at " + place(1, 15));
    }

    @Test
    void valueOutOfRangeNamesItsPlace() {
        assertThat(problems("listen:\n  port: 65536\n"))
                .containsExactly("listen.port: 65536 (expected: 0 to 65535), at " + place(2, 9));
        assertThat(problems("output: {low-water-mark: 2MiB,\n  high-water-mark: 1MiB}"))
                .containsExactly(
                        "output.low-water-mark: 2MiB (expected: below output.high-water-mark, which is 1MiB), at "
                                + place(1, 26) + " and at " + place(2, 20));
        assertThat(problems("ice-servers: [{urls: ['http://a']}]"))
                .containsExactly(
                        "ice-servers[0].urls: http://a (expected: an address such as stun:stun.example.org:3478),"
                                + " at " + place(1, 15));
    }

    @Test
    void keySetTwiceIsRefused() {
        assertThat(problems("listen:\n  port: 1\n  port: 1\n"))
                .containsExactly("listen.port: set twice, at " + place(2, 3) + " and at " + place(3, 3));
        assertThat(problems("listen: {port: 1}\nhttp: {}\nlisten: {port: 1}\n"))
                .containsExactly("listen: set twice, at " + place(1, 1) + " and at " + place(3, 1));
    }

    @Test
    void dottedKeyIsRefused() {
        assertThat(problems("listen.port: 1"))
                .containsExactly("listen.port: a dotted key (expected: nested keys), at " + place(1, 1));
    }

    @Test
    void aliasIsRefused() {
        assertThat(problems("rooms: {path: &p /a}\necho: {path: *p}"))
                .containsExactly("echo.path: an alias (expected: the value itself), at " + place(2, 14));
    }

    @Test
    void secondDocumentIsRefused() {
        assertThat(problems("listen: {port: 1}\n---\nlisten: {port: 2}\n"))
                .containsExactly("more than one document, at " + place(3, 1));
    }

    @Test
    void brokenYamlIsRefusedWithoutShowingWhatStandsAroundIt() {
        assertThat(problems("ice-servers:\n  - {urls: ['turn:a'], credential: swordfish\n"))
                .singleElement()
                .asString()
                .startsWith("no valid YAML: ")
                .endsWith(", at " + place(3, 1))
                .doesNotContain("swordfish", "\n");
    }

    @Test
    void hiddenSecretIsNoSecret() {
        assertThat(problems("ice-servers: [{urls: ['turn:a'], username: a, credential: '***'}]"))
                .containsExactly("ice-servers[0].credential: *** (expected: the secret itself, which print-config hides"
                        + " unless asked for it), at " + place(1, 59));
    }

    @Test
    void fileThatCannotBeReadIsNamed() throws IOException {
        Path missing = folder.resolve("missing.yaml");
        Path latin = Files.write(folder.resolve("latin.yaml"), new byte[] {'#', (byte) 0xE4, '\n'});

        assertThat(Loads.problems(() -> Loads.file(missing))).containsExactly(missing + ": no such file");
        assertThat(Loads.problems(() -> Loads.file(latin))).containsExactly(latin + ": not in UTF-8");
        assertThat(Loads.problems(() -> Loads.file(folder)))
                .singleElement()
                .asString()
                .startsWith(folder + ": cannot be read (");
    }

    private Configuration load(String yaml) {
        return Loads.file(Loads.write(folder, yaml));
    }

    private List<String> problems(String yaml) {
        return Loads.problems(() -> load(yaml));
    }

    private String place(int line, int column) {
        return folder.resolve("ringdown.yaml") + ":" + line + ":" + column;
    }
}
