package dev.ringdown.client.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringdown.protocol.bridge.Address;
import dev.ringdown.protocol.bridge.Contact;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PromptTest {
    private static final int DEADLINE_SECONDS = 20;

    private final SeedServer server = new SeedServer();
    private final TestScreen screen = new TestScreen();
    private final CompletableFuture<Void> left = new CompletableFuture<>();
    private int port;

    PromptTest() throws IOException {}

    @BeforeEach
    void open() throws IOException {
        ServerSocket door = SeedPeer.door();
        door.setSoTimeout(0);
        port = door.getLocalPort();
        Contact self = new Contact("alice", new Address("127.0.0.1", port));
        BridgeClient bridge = new BridgeClient(server.address(), Duration.ofSeconds(DEADLINE_SECONDS));
        Thread.ofPlatform().daemon().start(() -> {
            try (Phone phone = new Phone(door, "alice", screen)) {
                new Prompt(screen, self, bridge, phone).run();
            } catch (IOException e) {
                left.completeExceptionally(e);
            }
            left.complete(null);
        });
        assertThat(screen.next()).contains("alice").contains("127.0.0.1:" + port);
    }

    @AfterEach
    void leave() throws Exception {
        screen.type("/quit");
        left.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
        server.close();
    }

    @Test
    void registersAndFindsOthers() {
        screen.type("/info");
        assertThat(screen.next()).isEqualTo("Nobody is registered.");
        screen.type("/register");
        assertThat(screen.next()).startsWith("Registered").contains("alice at 127.0.0.1:" + port);
        screen.type("/bridge");
        assertThat(screen.next()).isEqualTo("Nobody else is registered.");
        screen.type("/bridge carol");
        assertThat(screen.next()).isEqualTo("carol is not registered.");
        screen.type("/bridge two names");
        assertThat(screen.next()).isEqualTo("two names is not registered.");
        screen.type("  /info  ");
        assertThat(screen.next()).isEqualTo("alice 127.0.0.1:" + port);
    }

    @Test
    void callsAndTalks() throws IOException {
        try (ServerSocket door = SeedPeer.door()) {
            String bob = "127.0.0.1:" + door.getLocalPort();
            screen.type("/chat " + bob);
            assertThat(screen.next()).startsWith("Connected to " + bob);
            try (SeedPeer peer = SeedPeer.calledAt(door)) {
                screen.type("/msg Hello  Bob, don't \"quote\" \\ me!");
                assertThat(peer.receive()).isEqualTo("Hello  Bob, don't \"quote\" \\ me!");
                peer.send("Hello Alice!");
                assertThat(screen.next()).isEqualTo("peer: Hello Alice!");
            }
            assertThat(screen.next()).isEqualTo(bob + " hung up.");
            screen.type("/msg still there?");
            assertThat(screen.next()).startsWith("Nobody is on the phone.");
        }
    }

    @Test
    void isCalledAndAnswers() throws IOException {
        try (SeedPeer peer = SeedPeer.calling(port)) {
            assertThat(screen.next()).startsWith("127.0.0.1:" + peer.port() + " calls.");
            peer.send("Hello Alice!");
            assertThat(screen.next()).isEqualTo("peer: Hello Alice!");
            screen.type("/msg Hello!");
            assertThat(peer.receive()).isEqualTo("Hello!");
        }
        assertThat(screen.next()).endsWith("hung up.");
    }

    @Test
    void hearsEverybodyWhoCallsAndAnswersTheFirst() throws IOException {
        try (SeedPeer first = SeedPeer.calling(port)) {
            String firstCaller = "127.0.0.1:" + first.port();
            assertThat(screen.next()).isEqualTo(firstCaller + " calls. Answer with /msg.");
            try (SeedPeer second = SeedPeer.calling(port)) {
                String secondCaller = "127.0.0.1:" + second.port();
                assertThat(screen.next()).isEqualTo(secondCaller + " calls, too. /msg goes to " + firstCaller + ".");
                second.send("Let me in!");
                assertThat(screen.next()).isEqualTo(secondCaller + ": Let me in!");
                first.send("still here");
                assertThat(screen.next()).isEqualTo("peer: still here");
                screen.type("/msg to the first");
                assertThat(first.receive()).isEqualTo("to the first");

                first.die();
                assertThat(screen.next()).isEqualTo(firstCaller + " hung up. /msg goes to " + secondCaller + " now.");
                screen.type("/msg to the second");
                assertThat(second.receive()).isEqualTo("to the second");
            }
        }
        assertThat(screen.next()).endsWith("hung up.");
    }

    @Test
    void tellsOneCallerTooManyToTryAgain() throws IOException {
        List<SeedPeer> callers = new ArrayList<>();
        try {
            for (int i = 0; i < Phone.MAX_CALLERS; i++) {
                callers.add(SeedPeer.calling(port));
                assertThat(screen.next()).contains(" calls");
            }
            try (SeedPeer further = SeedPeer.calling(port)) {
                further.send("Let me in!");
                assertThat(further.receiveAll()).isEqualTo("alice has too many callers; try again later.");
            }
            callers.removeLast().close();
            assertThat(screen.next()).endsWith(" hung up.");
            callers.add(SeedPeer.calling(port));
            assertThat(screen.next()).contains(" calls");
        } finally {
            for (SeedPeer caller : callers) {
                caller.close();
            }
        }
        for (int i = 0; i < callers.size(); i++) {
            assertThat(screen.next()).contains(" hung up.");
        }
    }

    @Test
    void callsSomebodyWhileItIsCalledAndHearsBoth() throws IOException {
        try (SeedPeer caller = SeedPeer.calling(port);
                ServerSocket door = SeedPeer.door()) {
            assertThat(screen.next()).contains("calls");
            screen.type("/chat 127.0.0.1:" + door.getLocalPort());
            assertThat(screen.next()).startsWith("Connected");
            try (SeedPeer called = SeedPeer.calledAt(door)) {
                screen.type("/msg you?");
                assertThat(called.receive()).isEqualTo("you?");
                called.send("me");
                assertThat(screen.next()).isEqualTo("peer: me");
                caller.send("and me");
                assertThat(screen.next()).isEqualTo("127.0.0.1:" + caller.port() + ": and me");
            }
            assertThat(screen.next()).endsWith("hung up. /msg goes to 127.0.0.1:" + caller.port() + " now.");
            screen.type("/msg you, then");
            assertThat(caller.receive()).isEqualTo("you, then");
        }
        assertThat(screen.next()).endsWith("hung up.");
    }

    @Test
    void leavesOneThatItCalledForAnother() throws IOException {
        try (ServerSocket firstDoor = SeedPeer.door();
                ServerSocket secondDoor = SeedPeer.door()) {
            String first = "127.0.0.1:" + firstDoor.getLocalPort();
            screen.type("/chat " + first);
            assertThat(screen.next()).startsWith("Connected to " + first);
            try (SeedPeer left = SeedPeer.calledAt(firstDoor)) {
                screen.type("/chat 127.0.0.1:" + secondDoor.getLocalPort());
                left.assertHungUpOn();
                assertThat(screen.next()).isEqualTo("You hung up on " + first + ".");
                assertThat(screen.next()).startsWith("Connected");
                try (SeedPeer second = SeedPeer.calledAt(secondDoor)) {
                    screen.type("/msg you?");
                    assertThat(second.receive()).isEqualTo("you?");
                }
            }
        }
        assertThat(screen.next()).endsWith("hung up.");
    }

    @Test
    void keepsAChatWhenAnotherCannotBeHad() throws IOException {
        int nobody = freePort();
        try (SeedPeer peer = SeedPeer.calling(port)) {
            assertThat(screen.next()).contains("calls");
            screen.type("/chat 127.0.0.1:" + nobody);
            assertThat(screen.next()).isEqualTo("Can't call 127.0.0.1:" + nobody + ": nobody listens there.");
            screen.type("/msg still here");
            assertThat(peer.receive()).isEqualTo("still here");
        }
        assertThat(screen.next()).endsWith("hung up.");
    }

    @Test
    void doesNotCallItself() {
        screen.type("/chat 127.0.0.1:" + port);

        assertThat(screen.next()).endsWith("is your own phone.");
    }

    @Test
    void seesThatAPeerHasDied() throws IOException {
        SeedPeer peer = SeedPeer.calling(port);
        assertThat(screen.next()).contains("calls");
        peer.die();

        assertThat(screen.next()).endsWith("hung up.");
    }

    @Test
    void saysInPlainWordsThatTheServerIsGone() {
        server.close();
        screen.type("/register");

        assertThat(screen.next())
                .isEqualTo("No answer from the server at " + server.address() + ": nobody listens there.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hello", "/help", "/MSG x", "/quitter", "help me"})
    void helpsOnAnythingElse(String line) {
        screen.type(line);

        for (String command : Prompt.COMMANDS) {
            assertThat(screen.next()).startsWith(command);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/msg", "/chat", "/chat bob", "/chat 127.0.0.1:0", "/chat 127.0.0.1:x", "/bridge a\u2028b"})
    void saysWhatACommandLacks(String line) {
        screen.type("");
        screen.type(line);

        assertThat(screen.next()).isNotBlank().doesNotContain("Exception");
    }

    @Test
    void leavesWhenNoMoreLinesCome() throws Exception {
        try (SeedPeer peer = SeedPeer.calling(port)) {
            assertThat(screen.next()).contains("calls");
            screen.type("/msg bye");
            screen.typeEnd();
            assertThat(peer.receiveAll()).isEqualTo("bye");
        }
        left.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = SeedPeer.door()) {
            return socket.getLocalPort();
        }
    }
}
