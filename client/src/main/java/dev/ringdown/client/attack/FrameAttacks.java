package dev.ringdown.client.attack;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.zip.Deflater;

/** What can be done with WebSocket frames. */
final class FrameAttacks {
    private static final int FIN = 0x80;
    private static final int RSV1 = 0x40;

    static final List<Attack> ALL = List.of(
            new Attack("a frame of 2^63 bytes", 64, Attacks.COMMON, FrameAttacks::hugeFrame),
            new Attack("empty fragments without end", 64, Attacks.COMMON, FrameAttacks::fragments),
            new Attack("a deflate bomb", 64, Attacks.COMMON, FrameAttacks::bomb),
            new Attack("pings without end", 64, Attacks.COMMON, FrameAttacks::pings),
            new Attack("refused messages without end", 64, Attacks.COMMON, FrameAttacks::errors),
            new Attack(
                    "100 times the message rate",
                    64,
                    List.of("websocket.max-messages-per-second=100"),
                    FrameAttacks::tooManyMessages));

    private FrameAttacks() {}

    private static void hugeFrame(Victim victim, Got got) throws IOException {
        for (int first : new int[] {0x80, 0x7f, 0}) {
            try (Intruder intruder = Intruder.open(victim.address(), "/echo")) {
                byte[] header = {
                    (byte) (FIN | Intruder.TEXT), (byte) 0xff, (byte) first, -1, -1, -1, -1, -1, -1, -1, 0, 0, 0, 0
                };
                intruder.write(header);
                expectClose(got, intruder, "Close 1009", "Close 1002");
            }
        }
    }

    private static void fragments(Victim victim, Got got) throws IOException {
        try (Intruder intruder = Intruder.open(victim.address(), "/ws")) {
            intruder.write(Intruder.frame(Intruder.TEXT));
            repeat(intruder, Intruder.frame(0), victim.size(20_000, 1_000_000));
            expectClose(got, intruder, "Close 1008", "Close 1009");
        }
    }

    private static void bomb(Victim victim, Got got) throws IOException {
        byte[] bomb = deflate(victim.size(64 << 20, 1 << 30));
        for (int i = 0; i < 3; i++) {
            try (Intruder intruder =
                    Intruder.open(victim.address(), "/echo", "Sec-WebSocket-Extensions: permessage-deflate")) {
                int piece = 32 * 1024;
                for (int at = 0; at < bomb.length; at += piece) {
                    boolean last = at + piece >= bomb.length;
                    int first = (last ? FIN : 0) | (at == 0 ? RSV1 | Intruder.TEXT : 0);
                    intruder.write(Intruder.frame(
                            first, java.util.Arrays.copyOfRange(bomb, at, Math.min(at + piece, bomb.length))));
                }
                expectClose(got, intruder, "Close 1009");
            } catch (IOException closed) {
                got.add(Intruder.wordFor(closed));
            }
        }
    }

    /** So many zeros, as RFC 7692 has it. */
    private static byte[] deflate(int length) {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        byte[] zeros = new byte[1 << 16];
        byte[] buffer = new byte[1 << 16];
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int done = 0; done < length; done += zeros.length) {
            deflater.setInput(zeros);
            int made = deflater.deflate(buffer);
            while (made > 0) {
                out.write(buffer, 0, made);
                made = deflater.deflate(buffer);
            }
        }
        int made = deflater.deflate(buffer, 0, buffer.length, Deflater.SYNC_FLUSH);
        out.write(buffer, 0, Math.max(0, made - 4));
        deflater.end();
        return out.toByteArray();
    }

    private static void pings(Victim victim, Got got) throws IOException {
        flood(victim, got, "/echo", Intruder.frame(FIN | Intruder.PING, new byte[100]));
    }

    private static void errors(Victim victim, Got got) throws IOException {
        flood(victim, got, "/ws", Intruder.text("{"));
    }

    private static void flood(Victim victim, Got got, String path, byte[] frame) throws IOException {
        try (Intruder intruder = Intruder.open(victim.address(), path)) {
            repeat(intruder, frame, victim.size(20_000, 500_000));
            expectClose(got, intruder, "Close 1008");
        }
    }

    private static void tooManyMessages(Victim victim, Got got) throws IOException {
        flood(victim, got, "/echo", Intruder.text("x"));
    }

    /** Sends from another thread, so that what comes meanwhile is read. */
    private static void repeat(Intruder intruder, byte[] frame, int times) {
        Thread.startVirtualThread(() -> {
            try {
                byte[] many = new byte[frame.length * 100];
                for (int i = 0; i < 100; i++) {
                    System.arraycopy(frame, 0, many, i * frame.length, frame.length);
                }
                for (int i = 0; i < times; i += 100) {
                    intruder.write(many);
                }
            } catch (IOException closed) {
                // as it should be
            }
        });
    }

    private static void expectClose(Got got, Intruder intruder, String... any) {
        String end = intruder.readToTheEnd();
        got.add(end);
        // whoever writes on after a Close may lose it to a reset
        got.expect(List.of(any).contains(end) || end.equals("reset"), "it ended with: " + end);
    }
}
