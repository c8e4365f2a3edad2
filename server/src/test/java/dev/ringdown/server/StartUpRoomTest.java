package dev.ringdown.server;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.ringdown.server.support.RawSocket;
import dev.ringdown.server.support.Rest;
import dev.ringdown.server.support.RunningServer;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** The room that is there from the start. */
final class StartUpRoomTest {
    @Test
    void isLoggedOnceAndOpen() throws IOException {
        Logger log = (Logger) LoggerFactory.getLogger("dev.ringdown.server.module.FlyxModule");
        ListAppender<ILoggingEvent> appender = new ListAppender<>();
        appender.start();
        Level before = log.getLevel();
        log.setLevel(Level.INFO);
        log.addAppender(appender);
        try (RunningServer server = RunningServer.start()) {
            List<String> said = appender.list.stream()
                    .map(ILoggingEvent::getFormattedMessage)
                    .toList();
            assertThat(said).singleElement().asString().matches("Room [A-Za-z0-9]{6} is open");
            String id = said.getFirst().substring(5, 11);
            try (RawSocket client = server.open("/ws/" + id)) {
                client.send("{\"type\":\"join\"}");
                assertThat(client.readText()).contains("\"role\":\"sender\"");
            }
        } finally {
            log.detachAppender(appender);
            log.setLevel(before);
        }
    }

    @Test
    void isNotMadeWhereTheConfigurationSaysSo() throws IOException {
        try (RunningServer server = RunningServer.start("flyx.start-up-room", "false");
                Rest operator = Rest.ofManagement(server)) {
            assertThat(operator.send("GET", "/rooms").json().path("rooms").size())
                    .isZero();
        }
    }
}
