package dev.ringdown.client.attack;

import java.util.List;
import java.util.concurrent.TimeUnit;

/** What happens to the process as a whole. */
final class ProcessAttacks {
    static final List<Attack> ALL = List.of(
            new Attack(
                    "a stopped clock",
                    128,
                    List.of("websocket.idle-timeout=3s", "websocket.ping-interval=1s"),
                    ProcessAttacks::stop),
            new Attack("a stopped clock, as configured", 64, Attacks.COMMON, ProcessAttacks::stopForLong));

    private ProcessAttacks() {}

    /** Stops the process for longer than a client may be silent; one of the clients is idle. */
    private static void stop(Victim victim, Got got) throws Exception {
        stop(victim, got, 5);
    }

    /** The same with the times that hold by default, in full size only. */
    private static void stopForLong(Victim victim, Got got) throws Exception {
        stop(victim, got, victim.size(1, 65));
    }

    private static void stop(Victim victim, Got got, int seconds) throws Exception {
        try (Intruder idle = Intruder.open(victim.address(), "/echo")) {
            victim.signal("STOP");
            TimeUnit.SECONDS.sleep(seconds);
            victim.signal("CONT");
            TimeUnit.MILLISECONDS.sleep(1200);
            idle.send("still here");
            String text = idle.read();
            while (text.startsWith("opcode")) {
                text = idle.read();
            }
            got.add(text);
            got.expect(text.equals("still here"), "an idle client got: " + text);
        }
    }
}
