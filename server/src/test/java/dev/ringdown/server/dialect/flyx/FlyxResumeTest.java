package dev.ringdown.server.dialect.flyx;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ringdown.server.support.Frame;
import dev.ringdown.server.support.HttpAnswer;
import dev.ringdown.server.support.RawSocket;
import dev.ringdown.server.support.Rest;
import dev.ringdown.server.support.RunningServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** A client that lost its connection comes back, or does not. */
final class FlyxResumeTest {
    @RegisterExtension
    static final RunningServer SERVER = RunningServer.with("listen.loops", "2", "flyx.max-misses-per-minute", "0");

    @RegisterExtension
    static final RunningServer IMPATIENT = RunningServer.with("flyx.grace", "100ms", "listen.loops", "2");

    @RegisterExtension
    static final RunningServer FORGETFUL =
            RunningServer.with("flyx.max-kept-messages", "3", "flyx.max-kept-bytes", "4KiB");

    /** The peers of a room are on different event loops. */
    @RegisterExtension
    static final RunningServer APART =
            RunningServer.with("flyx.max-kept-messages", "3", "listen.gather-rooms", "false", "listen.loops", "3");

    private String room = "";

    @BeforeEach
    void makeRoom() throws IOException {
        room = roomOf(SERVER);
    }

    private static String roomOf(RunningServer server) throws IOException {
        try (Rest rest = Rest.of(server)) {
            return rest.makeRoom("");
        }
    }

    /** Breaks a connection and waits until the server has noticed. */
    private static void lose(RunningServer server, String room, FlyxClient client) throws IOException {
        client.socket().resetOnClose();
        client.drop();
        try (Rest rest = Rest.ofManagement(server)) {
            Awaitility.await()
                    .until(() -> rest.send("GET", "/rooms/" + room)
                            .json()
                            .path("peers")
                            .valueStream()
                            .noneMatch(peer -> peer.path("id").asString().equals(client.id())
                                    && peer.path("connected").asBoolean()));
        }
    }

    private static HttpAnswer refusal(RunningServer server, String room, String key) throws IOException {
        try (RawSocket socket = server.connect()) {
            socket.write(RawSocket.upgradeRequest("/ws/" + room + "?resume=" + key));
            return socket.readResponse();
        }
    }

    @Test
    void aReceiverGetsItsIdItsRoleAndWhatWasSentToItMeanwhileInOrder() throws IOException {
        try (FlyxClient sender = FlyxClient.joined(SERVER, room);
                FlyxClient receiver = FlyxClient.resumable(SERVER, room)) {
            sender.readNews("join");
            lose(SERVER, room, receiver);
            for (int i = 0; i < 50; i++) {
                sender.offer(i % 2 == 0 ? receiver.id() : "", "kept " + i);
            }
            sender.assertNothingCame();
            try (FlyxClient back = FlyxClient.resumed(SERVER, room, receiver.resumeKey())) {
                sender.offer("", "newer");
                assertThat(back.id()).isEqualTo(receiver.id());
                assertThat(back.role()).isEqualTo("receiver");
                for (int i = 0; i < 50; i++) {
                    assertThat(back.readOffer(sender)).isEqualTo("kept " + i);
                }
                assertThat(back.readOffer(sender)).isEqualTo("newer");
                back.offer("", "I am back");
                assertThat(sender.readOffer(back)).isEqualTo("I am back");
            }
        }
    }

    @Test
    void theSendersPlaceIsKeptForItAndWhoComesMeanwhileIsNewsToIt() throws IOException {
        try (FlyxClient sender = FlyxClient.resumable(SERVER, room);
                FlyxClient receiver = FlyxClient.joined(SERVER, room)) {
            lose(SERVER, room, sender);
            try (FlyxClient late = FlyxClient.joined(SERVER, room)) {
                assertThat(late.role()).isEqualTo("receiver");
                receiver.offer("", "are you there?");
                receiver.assertNothingCame();
                try (FlyxClient back = FlyxClient.resumed(SERVER, room, sender.resumeKey())) {
                    assertThat(back.role()).isEqualTo("sender");
                    assertThat(back.id()).isEqualTo(sender.id());
                    assertThat(back.readNews("join")).isEqualTo(late.id());
                    assertThat(back.readOffer(receiver)).isEqualTo("are you there?");
                    back.offer("", "to all");
                    assertThat(late.readOffer(back)).isEqualTo("to all");
                    assertThat(receiver.readOffer(back)).isEqualTo("to all");
                }
            }
        }
    }

    @Test
    void theKeyMayTravelInAHeaderToo() throws IOException {
        try (FlyxClient client = FlyxClient.resumable(SERVER, room)) {
            lose(SERVER, room, client);
            try (RawSocket back = SERVER.open("/ws/" + room, "X-Ringdown-Resume: " + client.resumeKey())) {
                assertThat(back.readText()).contains("\"role\":\"sender\"").contains(client.id());
            }
        }
    }

    @Test
    void everyReturnGivesAFreshKeyAndAUsedOneIsRefusedAndItsHolderTold() throws IOException {
        try (FlyxClient client = FlyxClient.resumable(SERVER, room)) {
            String first = client.resumeKey();
            lose(SERVER, room, client);
            try (FlyxClient back = FlyxClient.resumed(SERVER, room, first)) {
                assertThat(back.resumeKey()).hasSize(22).isNotEqualTo(first);
                assertThat(refusal(SERVER, room, first).status()).isEqualTo(410);
                assertThat(back.readError()).isEqualTo("key-reused");
                lose(SERVER, room, back);
                try (FlyxClient again = FlyxClient.resumed(SERVER, room, back.resumeKey())) {
                    assertThat(again.id()).isEqualTo(client.id());
                }
            }
        }
    }

    @Test
    void aKeyIsOfNoUseForAnotherRoomNorIsOneThatWasMadeUp() throws IOException {
        try (FlyxClient client = FlyxClient.resumable(SERVER, room)) {
            lose(SERVER, room, client);
            HttpAnswer elsewhere = refusal(SERVER, roomOf(SERVER), client.resumeKey());
            HttpAnswer madeUp = refusal(SERVER, room, "AAAAAAAAAAAAAAAAAAAAAA");
            assertThat(elsewhere.status()).isEqualTo(410);
            assertThat(elsewhere.body()).isEqualTo(madeUp.body());
            FlyxClient.resumed(SERVER, room, client.resumeKey()).close();
        }
    }

    @Test
    void takesOverAConnectionThatTheServerStillBelievesIn() throws IOException {
        try (FlyxClient sender = FlyxClient.joined(SERVER, room);
                FlyxClient receiver = FlyxClient.resumable(SERVER, room);
                FlyxClient back = FlyxClient.resumed(SERVER, room, receiver.resumeKey())) {
            Frame close = receiver.socket().readClose();
            assertThat(close.closeReason()).startsWith("replaced");
            sender.readNews("join");
            sender.offer("", "to the new one");
            assertThat(back.readOffer(sender)).isEqualTo("to the new one");
            sender.assertNothingCame();
        }
    }

    @Test
    void whoSaysGoodbyeCannotComeBack() throws IOException {
        try (FlyxClient sender = FlyxClient.joined(SERVER, room);
                FlyxClient polite = FlyxClient.resumable(SERVER, room);
                FlyxClient closing = FlyxClient.resumable(SERVER, room)) {
            sender.readNews("join");
            sender.readNews("join");
            polite.send("{\"type\":\"disconnect\"}");
            assertThat(sender.readNews("disconnect")).isEqualTo(polite.id());
            closing.socket().send(Frame.close(1000, ""));
            assertThat(sender.readNews("disconnect")).isEqualTo(closing.id());
            assertThat(refusal(SERVER, room, polite.resumeKey()).status()).isEqualTo(410);
            assertThat(refusal(SERVER, room, closing.resumeKey()).status()).isEqualTo(410);
        }
    }

    @Test
    void thePlaceIsGivenUpWhenTheGraceIsOverAndTheOthersHear() throws IOException {
        String id = roomOf(IMPATIENT);
        try (FlyxClient sender = FlyxClient.resumable(IMPATIENT, id);
                FlyxClient receiver = FlyxClient.joined(IMPATIENT, id)) {
            sender.readNews("join");
            lose(IMPATIENT, id, sender);
            assertThat(receiver.readNews("disconnect")).isEqualTo(sender.id());
            assertThat(refusal(IMPATIENT, id, sender.resumeKey()).status()).isEqualTo(410);
            try (FlyxClient next = FlyxClient.connect(IMPATIENT, id)) {
                assertThat(next.readNews("join")).isEqualTo(receiver.id());
                next.join();
                assertThat(next.role()).isEqualTo("sender");
            }
        }
    }

    @Test
    void thePlaceIsGivenUpWhenTooManyMessagesWouldHaveToBeKept() throws IOException {
        assertGivenUpAfter("short", 4);
    }

    @Test
    void thePlaceIsGivenUpWhenTooManyBytesWouldHaveToBeKept() throws IOException {
        assertGivenUpAfter("x".repeat(2500), 2);
    }

    private static void assertGivenUpAfter(String sdp, int messages) throws IOException {
        String id = roomOf(FORGETFUL);
        try (FlyxClient sender = FlyxClient.joined(FORGETFUL, id);
                FlyxClient receiver = FlyxClient.resumable(FORGETFUL, id)) {
            sender.readNews("join");
            lose(FORGETFUL, id, receiver);
            for (int i = 1; i < messages; i++) {
                sender.offer(receiver.id(), sdp);
            }
            sender.assertNothingCame();
            sender.offer(receiver.id(), sdp);
            assertThat(sender.readNews("disconnect")).isEqualTo(receiver.id());
            assertThat(refusal(FORGETFUL, id, receiver.resumeKey()).status()).isEqualTo(410);
        }
    }

    @Test
    void anAbsentClientCountsAsOneOfTheRoom() throws IOException {
        String small;
        try (Rest rest = Rest.of(SERVER)) {
            small = rest.makeRoom("{\"max_clients\":2}");
        }
        try (FlyxClient sender = FlyxClient.resumable(SERVER, small);
                FlyxClient receiver = FlyxClient.joined(SERVER, small)) {
            lose(SERVER, small, sender);
            try (FlyxClient third = FlyxClient.connect(SERVER, small)) {
                assertThat(third.readError()).isEqualTo("room-full");
            }
            receiver.assertNothingCame();
        }
    }

    @Test
    void anAbsentClientThatIsRemovedIsGoneAtOnce() throws IOException {
        try (FlyxClient sender = FlyxClient.joined(SERVER, room);
                FlyxClient receiver = FlyxClient.resumable(SERVER, room);
                Rest operator = Rest.ofManagement(SERVER)) {
            sender.readNews("join");
            lose(SERVER, room, receiver);
            JsonNode peers = operator.send("GET", "/rooms/" + room).json().path("peers");
            assertThat(peers.path(1).path("connected").asBoolean(true)).isFalse();
            operator.send("DELETE", "/rooms/" + room + "/peers/" + receiver.id());
            assertThat(sender.readNews("disconnect")).isEqualTo(receiver.id());
            assertThat(refusal(SERVER, room, receiver.resumeKey()).status()).isEqualTo(410);
        }
    }

    @Test
    void nothingOfAReplacedConnectionComesAfterWhatTheNewOneSays() throws Exception {
        for (int round = 0; round < 20; round++) {
            String id = roomOf(APART);
            try (FlyxClient sender = FlyxClient.joined(APART, id);
                    FlyxClient old = FlyxClient.resumable(APART, id);
                    RawSocket back = APART.connect()) {
                sender.readNews("join");
                Thread talking = Thread.startVirtualThread(() -> talk(old, "old", 3000));
                // the offer comes in one segment with the handshake
                ByteArrayOutputStream request = new ByteArrayOutputStream();
                request.writeBytes(RawSocket.upgradeRequest("/ws/" + id + "?resume=" + old.resumeKey())
                        .getBytes(US_ASCII));
                request.writeBytes(Frame.text(offer("new 0")).bytes());
                request.writeBytes(Frame.text(offer("new 1")).bytes());
                back.write(request.toByteArray());
                assertThat(back.readResponse().status()).isEqualTo(101);
                assertThat(back.readText()).contains("\"role\":\"receiver\"").contains(old.id());
                int heard = 0;
                String next = sender.readOffer(old);
                while (next.startsWith("old ")) {
                    assertThat(next).isEqualTo("old " + heard++);
                    next = sender.readOffer(old);
                }
                assertThat(next).isEqualTo("new 0");
                assertThat(sender.readOffer(old)).isEqualTo("new 1");
                talking.join();
                back.send(offer("new 2"));
                assertThat(sender.readOffer(old)).isEqualTo("new 2");
                sender.assertNothingCame();
            }
        }
    }

    @Test
    void theNewsThatAPeerIsGoneComesAfterAllItSaidWhoeverEndsItsAbsence() throws Exception {
        for (int round = 0; round < 20; round++) {
            String id = roomOf(APART);
            try (FlyxClient sender = FlyxClient.joined(APART, id);
                    FlyxClient receiver = FlyxClient.resumable(APART, id)) {
                sender.readNews("join");
                // more than is kept for who is lost: it is the sender's own event loop that finds so
                AtomicBoolean over = new AtomicBoolean();
                Thread flooding = Thread.startVirtualThread(() -> {
                    while (!over.get()) {
                        talk(sender, "flood", 500);
                    }
                });
                Thread talking = Thread.startVirtualThread(() -> {
                    talk(receiver, "said", 500);
                    try {
                        receiver.drop();
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                });
                int heard = 0;
                String next = sender.readText();
                while (next.contains("\"offer\"")) {
                    assertThat(next).contains("said " + heard++ + "\"");
                    next = sender.readText();
                }
                over.set(true);
                assertThat(next).contains("disconnect").contains(receiver.id());
                talking.join();
                flooding.join();
                sender.assertNothingCame();
            }
        }
    }

    private static String offer(String sdp) {
        return "{\"type\":\"offer\",\"data\":{\"sdp\":\"" + sdp + "\"}}";
    }

    /** Says so many offers, as fast as it can; one whose connection ends meanwhile says no more. */
    private static void talk(FlyxClient client, String sdp, int offers) {
        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        for (int i = 0; i < offers; i++) {
            frames.writeBytes(Frame.text(offer(sdp + " " + i)).bytes());
        }
        try {
            client.socket().write(frames.toByteArray());
        } catch (IOException replaced) {
            // as intended
        }
    }
}
