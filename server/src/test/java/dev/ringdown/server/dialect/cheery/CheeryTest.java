package dev.ringdown.server.dialect.cheery;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ringdown.server.support.Frame;
import dev.ringdown.server.support.RawSocket;
import dev.ringdown.server.support.RunningServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The cheery dialect as its clients see it. */
class CheeryTest {
    @RegisterExtension
    static final RunningServer SERVER = RunningServer.with("cheery.max-name-bytes", "16", "cheery.max-ip-bytes", "45");

    private static final String OFFLINE = "{\"type\":\"ip_response\",\"target\":\"%s\",\"error\":\"User offline\"}";

    private String suffix = "";

    /** The tests share a server and so its list: each has names of its own, and leaves nobody behind. */
    @BeforeEach
    void emptyList() throws IOException {
        suffix = "-" + System.nanoTime() % 1_000_000;
        try (RawSocket probe = SERVER.open("/presence")) {
            String alone = list("probe" + suffix);
            register(probe, "probe" + suffix, "");
            readUntil(probe, alone);
        }
    }

    @Test
    void tellsEverybodyOfEveryChangeInOrderOfRegistration() throws IOException {
        try (RawSocket zoe = SERVER.open("/presence");
                RawSocket adam = SERVER.open("/presence");
                RawSocket unregistered = SERVER.open("/presence")) {
            register(zoe, "zoe", "");
            readUntil(zoe, list("zoe"));
            register(adam, "adam", "");
            readUntil(adam, list("zoe", "adam"));
            readUntil(zoe, list("zoe", "adam"));
            try (RawSocket mia = SERVER.open("/presence")) {
                register(mia, "mia", "");
                readUntil(mia, list("zoe", "adam", "mia"));
            }
            readUntil(zoe, list("zoe", "adam"));
            leave(zoe);
            readUntil(adam, list("adam"));

            unregistered.send("{\"type\":\"ping\"}");
            assertThat(unregistered.readText()).isEqualTo("{\"type\":\"pong\"}");
        }
    }

    @Test
    void tellsTheAddressThatAUserGaveAndElseTheOneItCameFrom() throws IOException {
        try (RawSocket alice = SERVER.open("/presence");
                RawSocket bob = SERVER.open("/presence")) {
            register(alice, "alice", ",\"ip\":\"your_ip \\\"address\\\"\"");
            readUntil(alice, list("alice"));
            register(bob, "bob", ",\"ip\":\"\"");
            readUntil(alice, list("alice", "bob"));
            readUntil(bob, list("alice", "bob"));

            bob.send("{\"target\":\"alice\",\"type\":\"get_ip\"}");
            assertThat(bob.readText())
                    .isEqualTo("{\"type\":\"ip_response\",\"target\":\"alice\",\"ip\":\"your_ip \\\"address\\\"\"}");
            alice.send("{\"type\":\"get_ip\",\"target\":\"bob\"}");
            assertThat(alice.readText())
                    .isEqualTo("{\"type\":\"ip_response\",\"target\":\"bob\",\"ip\":\"127.0.0.1\"}");
            alice.send("{\"type\":\"get_ip\",\"target\":\"Bob\"}");
            assertThat(alice.readText()).isEqualTo(OFFLINE.formatted("Bob"));

            leave(bob);
            readUntil(alice, list("alice"));
            alice.send("{\"type\":\"get_ip\",\"target\":\"bob\"}");
            assertThat(alice.readText()).isEqualTo(OFFLINE.formatted("bob"));
        }
    }

    @Test
    void closesWhoWantsANameThatIsTakenAndFreesItWithItsOwner() throws IOException {
        try (RawSocket alice = SERVER.open("/presence");
                RawSocket second = SERVER.open("/presence");
                RawSocket third = SERVER.open("/presence")) {
            register(alice, "alice", "");
            readUntil(alice, list("alice"));
            register(second, "alice", "");
            assertThat(second.readText())
                    .isEqualTo("{\"type\":\"error\",\"message\":\"Username taken\",\"code\":\"name-taken\"}");
            assertThat(second.readClose().closeCode()).isEqualTo(1008);

            register(third, "bob", "");
            readUntil(alice, list("alice", "bob"));
            leave(alice);
            readUntil(third, list("bob"));
            try (RawSocket again = SERVER.open("/presence")) {
                register(again, "alice", "");
                readUntil(again, list("bob", "alice"));
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u0000',
            value = {
                "not json                                                          | bad-json",
                "{\"username\":\"alice\"}                                          | missing-type",
                "{\"type\":\"greet\"}                                              | unknown-type",
                "{\"type\":\"register\"}                                           | bad-field",
                "{\"type\":\"register\",\"username\":\"alice\",\"ip\":[]}          | bad-field",
                "{\"type\":\"register\",\"username\":\"alice\",\"ip\":\"%s\"}      | bad-field",
                "{\"type\":\"register\",\"username\":\" \"}                        | bad-name",
                "{\"type\":\"register\",\"username\":\"a\\u202eb\"}                | bad-name",
                "{\"type\":\"register\",\"username\":\"12345678901234567\"}        | bad-name",
            })
    void refusesAndStaysOpen(String message, String code) throws IOException {
        try (RawSocket alice = SERVER.open("/presence")) {
            alice.send(message.formatted("é".repeat(23)));
            assertThat(alice.readText())
                    .startsWith("{\"type\":\"error\",\"message\":\"")
                    .endsWith(",\"code\":\"" + code + "\"}");
            register(alice, "alice", "");
            readUntil(alice, list("alice"));
        }
    }

    @Test
    void answersWhoAsksForAnAddressWithoutRegistering() throws IOException {
        try (RawSocket bob = SERVER.open("/presence")) {
            register(bob, "bob", ",\"ip\":\"192.0.2.8\"");
            readUntil(bob, list("bob"));
            for (String target : List.of("bob", "carol")) {
                try (RawSocket stranger = SERVER.open("/presence")) {
                    stranger.send("{\"type\":\"get_ip\",\"target\":\"" + target + "\"}");
                    assertThat(stranger.readText())
                            .isEqualTo(
                                    target.equals("bob")
                                            ? "{\"type\":\"ip_response\",\"target\":\"bob\",\"ip\":\"192.0.2.8\"}"
                                            : OFFLINE.formatted("carol"));
                }
            }
            // nobody came or went
            bob.send("{\"type\":\"ping\"}");
            assertThat(bob.readText()).isEqualTo("{\"type\":\"pong\"}");
        }
    }

    @Test
    void closesWhoAsksForMoreAddressesThanTheLimitsAllow() throws IOException {
        try (RunningServer server = RunningServer.start(
                        "websocket.max-messages-per-second", "1", "websocket.max-errors-per-second", "1");
                RawSocket stranger = server.open("/presence")) {
            for (int i = 0; i < 100; i++) {
                stranger.send("{\"type\":\"get_ip\",\"target\":\"user" + i + "\"}");
            }
            Frame answer = stranger.read();
            int answered = 0;
            while (answer.opcode() == Frame.TEXT) {
                answered += answer.text().contains("ip_response") ? 1 : 0;
                answer = stranger.read();
            }
            assertThat(answer.closeCode()).isEqualTo(1008);
            assertThat(answered).isBetween(1, 99);
        }
    }

    @Test
    void registersAgainUnderANewNameAndFreesTheOldOne() throws IOException {
        try (RawSocket alice = SERVER.open("/presence");
                RawSocket bob = SERVER.open("/presence")) {
            register(alice, "alice", ",\"ip\":\"192.0.2.7\"");
            readUntil(alice, list("alice"));
            register(bob, "bob", "");
            readUntil(bob, list("alice", "bob"));

            register(alice, "alicia", ",\"ip\":\"192.0.2.7\"");
            readUntil(alice, list("bob", "alicia"));
            readUntil(bob, list("bob", "alicia"));
            bob.send("{\"type\":\"get_ip\",\"target\":\"alicia\"}");
            assertThat(bob.readText())
                    .isEqualTo("{\"type\":\"ip_response\",\"target\":\"alicia\",\"ip\":\"192.0.2.7\"}");
            bob.send("{\"type\":\"get_ip\",\"target\":\"alice\"}");
            assertThat(bob.readText()).isEqualTo(OFFLINE.formatted("alice"));

            register(bob, "alice", "");
            readUntil(alice, list("alicia", "alice"));
            leave(alice);
            readUntil(bob, list("alice"));
        }
    }

    @Test
    void registersAgainAtANewAddressAndKeepsItsPlaceInTheList() throws IOException {
        try (RawSocket alice = SERVER.open("/presence");
                RawSocket bob = SERVER.open("/presence")) {
            register(alice, "alice", ",\"ip\":\"192.0.2.7\"");
            readUntil(alice, list("alice"));
            register(bob, "bob", "");
            readUntil(alice, list("alice", "bob"));
            readUntil(bob, list("alice", "bob"));

            register(alice, "alice", ",\"ip\":\"192.0.2.9\"");
            assertThat(alice.readText()).isEqualTo(list("alice", "bob"));
            assertThat(bob.readText()).isEqualTo(list("alice", "bob"));
            bob.send("{\"type\":\"get_ip\",\"target\":\"alice\"}");
            assertThat(bob.readText())
                    .isEqualTo("{\"type\":\"ip_response\",\"target\":\"alice\",\"ip\":\"192.0.2.9\"}");
        }
    }

    @Test
    void closesWhoRegistersAgainUnderANameThatIsTaken() throws IOException {
        try (RawSocket alice = SERVER.open("/presence");
                RawSocket bob = SERVER.open("/presence")) {
            register(alice, "alice", "");
            readUntil(alice, list("alice"));
            register(bob, "bob", "");
            readUntil(alice, list("alice", "bob"));
            readUntil(bob, list("alice", "bob"));

            register(bob, "alice", "");
            assertThat(bob.readText())
                    .isEqualTo("{\"type\":\"error\",\"message\":\"Username taken\",\"code\":\"name-taken\"}");
            assertThat(bob.readClose().closeCode()).isEqualTo(1008);
            readUntil(alice, list("alice"));
        }
    }

    @Test
    void takesJsonInABinaryMessageForText() throws IOException {
        try (RawSocket alice = SERVER.open("/presence")) {
            byte[] register = "{\"type\":\"register\",\"username\":\"alicë\",\"ip\":\"192.0.2.7\"}".getBytes(UTF_8);
            alice.send(Frame.of(Frame.BINARY, register));
            readUntil(alice, list("alicë"));

            alice.send(Frame.of(Frame.BINARY, "{\"type\":\"get_ip\",\"target\":\"a\u00ff\"}".getBytes(ISO_8859_1)));
            assertThat(alice.readText()).endsWith(",\"code\":\"bad-utf8\"}");
            alice.send("{\"type\":\"get_ip\",\"target\":\"alicë\"}");
            assertThat(alice.readText())
                    .isEqualTo("{\"type\":\"ip_response\",\"target\":\"alicë\",\"ip\":\"192.0.2.7\"}");
        }
    }

    @Test
    void answersHeartbeatsAndSendsItsOwn() throws IOException {
        try (RunningServer server = RunningServer.start("cheery.heartbeat-interval", "20ms");
                RawSocket alice = server.open("/presence")) {
            alice.send("{\"type\":\"pong\"}");
            alice.send("{\"type\":\"ping\"}");
            assertThat(alice.readText()).isEqualTo("{\"type\":\"pong\"}");
            register(alice, "alice", "");
            readUntil(alice, "{\"type\":\"ping\"}");
            readUntil(alice, "{\"type\":\"ping\"}");
        }
    }

    @Test
    void hundredsWhoComeAtOnceAreAllListedInFewLists() throws IOException {
        int users = 300;
        List<RawSocket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < users; i++) {
                sockets.add(SERVER.open("/presence"));
            }
            for (int i = 0; i < users; i++) {
                register(sockets.get(i), "user" + i, "");
            }
            for (RawSocket socket : sockets) {
                int lists = 0;
                String list;
                do {
                    list = socket.readText();
                    lists++;
                } while (namesIn(list).size() < users);
                assertThat(namesIn(list)).hasSize(users).doesNotHaveDuplicates();
                assertThat(lists).isLessThan(users / 2);
            }
        } finally {
            for (RawSocket socket : sockets) {
                socket.close();
            }
        }
    }

    @Test
    void hasAPortOfItsOwnWhereEveryPathLeadsToIt() throws IOException {
        try (RunningServer server = RunningServer.startWithSeedPort("cheery")) {
            assertThat(server.server().summary()).contains("cheery ws://127.0.0.1");
            InetSocketAddress address = requireNonNull(server.server().ownAddress("cheery"));
            for (String path : List.of("/", "/presence", "/ws", "/any/where?a=b")) {
                try (RawSocket user = RawSocket.connect(address)) {
                    user.upgrade(path);
                    // a name of its own: the one before may not be free yet
                    register(user, "at " + path, "");
                    readUntil(user, list("at " + path));
                }
            }
        }
    }

    @Test
    void hasNoPortOfItsOwnUnlessAsked() {
        assertThat(SERVER.server().ownAddress("cheery")).isNull();
    }

    private static void leave(RawSocket socket) throws IOException {
        socket.close();
    }

    private static void register(RawSocket socket, String name, String more) throws IOException {
        socket.send("{\"type\":\"register\",\"username\":\"" + name + "\"" + more + "}");
    }

    /** Reads over lists that are older, and over those in which somebody of the test before is not gone yet. */
    private static void readUntil(RawSocket socket, String expected) throws IOException {
        String message;
        do {
            message = socket.readText();
            assertThat(message).matches("\\{\"type\":\"(user_list|ping)\".*");
        } while (!message.equals(expected));
    }

    private static String list(String... names) {
        return Stream.of(names)
                .map(name -> '"' + name + '"')
                .collect(Collectors.joining(",", "{\"type\":\"user_list\",\"users\":[", "]}"));
    }

    private static List<String> namesIn(String list) {
        return List.of(list.substring(list.indexOf('[') + 1, list.indexOf(']')).split(",", -1));
    }
}
