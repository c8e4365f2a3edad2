package dev.ringdown.server.dialect.flyx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringdown.server.support.Frame;
import dev.ringdown.server.support.HttpAnswer;
import dev.ringdown.server.support.RawSocket;
import dev.ringdown.server.support.Rest;
import dev.ringdown.server.support.RunningServer;
import java.io.IOException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What bounds the flyx dialect: life signs, rates, guesses, and the time a room has. */
final class FlyxLimitsTest {
    @Test
    void pingsAClientAndGivesUpOnOneThatShowsNoLife() throws IOException {
        try (RunningServer server =
                        RunningServer.start("websocket.ping-interval", "500ms", "websocket.idle-timeout", "2s");
                Rest rest = Rest.of(server)) {
            String room = rest.makeRoom("");
            try (FlyxClient sender = FlyxClient.joined(server, room);
                    FlyxClient silent = FlyxClient.joined(server, room)) {
                assertThat(sender.readNews("join")).isEqualTo(silent.id());
                assertThat(silent.socket().read().opcode()).isEqualTo(Frame.PING);
                // the one that answers its pings stays, and hears of the one that does not
                Frame news;
                do {
                    news = sender.socket().read();
                    if (news.opcode() == Frame.PING) {
                        sender.socket().send(Frame.of(Frame.PONG));
                    }
                } while (news.opcode() == Frame.PING);
                assertThat(news.text()).contains("disconnect").contains(silent.id());
            }
        }
    }

    @Test
    void refusesMoreMessagesThanItsRateWithATypedErrorAndThenCloses() throws IOException {
        try (RunningServer server = RunningServer.start(
                        "websocket.max-messages-per-second", "2", "websocket.max-errors-per-second", "1");
                Rest rest = Rest.of(server);
                FlyxClient client = FlyxClient.connect(server, rest.makeRoom(""))) {
            for (int i = 0; i < 40; i++) {
                client.send("{\"type\":\"join\"}");
            }
            int welcomes = 0;
            int refusals = 0;
            Frame next = client.socket().read();
            while (next.opcode() == Frame.TEXT) {
                if (next.text().contains("\"code\":\"rate-limited\"")) {
                    refusals++;
                } else {
                    welcomes++;
                }
                next = client.socket().read();
            }
            assertThat(welcomes).isGreaterThanOrEqualTo(2);
            assertThat(refusals).isGreaterThanOrEqualTo(5);
            assertThat(next.closeCode()).isEqualTo(1008);
            assertThat(next.closeReason()).startsWith("rate-limited");
        }
    }

    @Test
    void refusesMoreConnectionsThanAllowed() throws IOException {
        try (RunningServer server = RunningServer.start(
                        "limits.count-private-addresses", "true", "limits.max-connections-per-address", "2");
                Rest rest = Rest.of(server)) {
            // one connection is the REST client's
            String room = rest.makeRoom("");
            try (FlyxClient client = FlyxClient.joined(server, room);
                    RawSocket tooMany = server.connect()) {
                tooMany.write(RawSocket.upgradeRequest("/ws/" + room));
                HttpAnswer answer = tooMany.readResponse();
                assertThat(answer.status()).isEqualTo(429);
                assertThat(answer.header("retry-after")).isNotNull();
                client.assertNothingCame();
            }
        }
    }

    @Test
    void stopsWhoGuessesRoomsAndNobodyElse() throws IOException {
        try (RunningServer server = RunningServer.start(
                        "flyx.max-misses-per-minute", "5", "limits.count-private-addresses", "true");
                Rest guesser = Rest.of(server);
                Rest other = Rest.of(server, "127.0.0.2")) {
            String room = guesser.makeRoom("");
            FlyxClient.joined(server, room).close();
            for (int i = 0; i < 3; i++) {
                assertThat(upgrade(server, "guess" + i).status()).isEqualTo(406);
            }
            assertThat(guesser.send("GET", "/rooms/guess3").status()).isEqualTo(404);
            assertThat(upgrade(server, "guess4").status()).isEqualTo(406);
            HttpAnswer refused = upgrade(server, "guess5");
            assertThat(refused.status()).isEqualTo(429);
            assertThat(Integer.parseInt(String.valueOf(refused.header("retry-after"))))
                    .isPositive();
            // a right guess would be a guess still
            assertThat(upgrade(server, room).status()).isEqualTo(429);
            Rest.Answer problem = guesser.send("GET", "/rooms/" + room);
            assertThat(problem.status()).isEqualTo(429);
            assertThat(problem.text("code")).isEqualTo("rate-limited");
            assertThat(problem.header("Retry-After")).isNotEmpty();
            assertThat(other.send("GET", "/rooms/" + room).status()).isEqualTo(200);
        }
    }

    private static HttpAnswer upgrade(RunningServer server, String room) throws IOException {
        try (RawSocket socket = server.connect()) {
            socket.write(RawSocket.upgradeRequest("/ws/" + room));
            return socket.readResponse();
        }
    }

    @Test
    void whoGuessesKeysToComeBackWithIsStoppedToo() throws IOException {
        try (RunningServer server = RunningServer.start(
                        "flyx.max-misses-per-minute", "3", "limits.count-private-addresses", "true");
                Rest rest = Rest.of(server, "127.0.0.2")) {
            String room = rest.makeRoom("");
            for (int i = 0; i < 3; i++) {
                assertThat(upgrade(server, room + "?resume=guess" + i).status()).isEqualTo(410);
            }
            assertThat(upgrade(server, room + "?resume=guess").status()).isEqualTo(429);
            assertThat(rest.send("GET", "/rooms/" + room).status()).isEqualTo(200);
        }
    }

    @Test
    void forgetsARoomInWhichNobodyWasForItsIdleTimeAndKeepsOneThatIsInUse() throws IOException {
        try (RunningServer server = RunningServer.start();
                Rest rest = Rest.of(server)) {
            String empty = rest.makeRoom("{\"idle_timeout_seconds\":1}");
            String used = rest.makeRoom("");
            String kept = rest.makeRoom("{\"idle_timeout_seconds\":0}");
            try (FlyxClient client = FlyxClient.joined(server, used)) {
                // only now, so that however slow the machine is, the client is in it in time
                rest.send("PATCH", "/rooms/" + used, "{\"idle_timeout_seconds\":1}");
                Awaitility.await()
                        .until(() -> rest.send("GET", "/rooms/" + empty).status() == 404);
                client.assertNothingCame();
                assertThat(rest.send("GET", "/rooms/" + used).status()).isEqualTo(200);
                assertThat(rest.send("GET", "/rooms/" + kept).status()).isEqualTo(200);
            }
            Awaitility.await().until(() -> rest.send("GET", "/rooms/" + used).status() == 404);
        }
    }

    @Test
    void closesEverybodyInARoomWhoseTimeIsOver() throws IOException {
        try (RunningServer server = RunningServer.start();
                Rest rest = Rest.of(server)) {
            String room = rest.makeRoom("");
            try (FlyxClient client = FlyxClient.joined(server, room)) {
                rest.send("PATCH", "/rooms/" + room, "{\"time_to_live_seconds\":1}");
                Frame close = client.socket().readClose();
                assertThat(close.closeCode()).isEqualTo(1001);
                assertThat(close.closeReason()).startsWith("room-closed");
                Awaitility.await().until(() -> upgrade(server, room).status() == 406);
            }
        }
    }
}
