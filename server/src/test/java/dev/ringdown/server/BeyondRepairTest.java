package dev.ringdown.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringdown.server.support.RawSocket;
import dev.ringdown.server.support.ServerProcess;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A server that cannot go on ends with a status that a supervisor acts on; it never listens without answering. */
final class BeyondRepairTest {
    @ParameterizedTest
    @CsvSource({
        "end-loop, An event loop has ended by itself",
        "hang-loop, An event loop has run nothing for",
        "fill-heap, Memory has been used up for"
    })
    void endsWithAStatusOfItsOwn(String fault, String sentence) throws Exception {
        try (ServerProcess server = ServerProcess.startBreakable(BreakableServer.class)) {
            assertThat(statusOf(server.address())).isEqualTo(200);
            server.tell(fault);
            assertThat(server.exitStatus()).isEqualTo(Main.BEYOND_REPAIR);
            if (!fault.equals("fill-heap")) {
                // without memory it may be unable to say anything
                assertThat(server.output()).contains(sentence).contains("status 70");
            }
        }
    }

    /** How long the heap is full is up to the collector: it may be too long for the watchdog. */
    @Test
    void answersOrEndsAfterItsHeapWasFull() throws Exception {
        try (ServerProcess server = ServerProcess.startBreakable(BreakableServer.class)) {
            InetSocketAddress clients = server.address();
            InetSocketAddress operators = server.managementAddress();
            server.tell("fill-heap-for-a-moment");
            try {
                assertThat(server.hasSaid(BreakableServer.HEAP_IS_FREE)).isTrue();
                for (int i = 0; i < 20; i++) {
                    assertThat(statusOf(clients)).isEqualTo(200);
                    assertThat(statusOf(operators)).isEqualTo(200);
                }
            } catch (IOException | AssertionError unanswered) {
                assertThat(server.exitStatus()).isEqualTo(Main.BEYOND_REPAIR);
            }
        }
    }

    private static int statusOf(InetSocketAddress address) throws Exception {
        try (RawSocket socket = RawSocket.connect(address)) {
            socket.write("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n");
            return socket.readResponse().status();
        }
    }
}
