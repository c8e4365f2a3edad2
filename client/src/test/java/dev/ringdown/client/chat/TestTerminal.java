package dev.ringdown.client.chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.terminal.impl.AbstractPosixTerminal;
import org.jline.utils.ScreenTerminal;

/**
 * A person's terminal: a pseudo-terminal of the system, with a chat at the one end, and at the other a keyboard that a
 * test types on and a screen that understands escape sequences, so that a test reads what a person would see.
 */
final class TestTerminal implements AutoCloseable {
    private static final int COLUMNS = 100;
    private static final int ROWS = 30;
    private static final int DEADLINE_SECONDS = 60;

    /** Reports the end of a pseudo-terminal as an error. */
    private static final Logger JLINE = Logger.getLogger("org.jline");

    private final Pipe keyboard = Pipe.open();
    private final ScreenTerminal cells = new ScreenTerminal(COLUMNS, ROWS);
    private final Terminal terminal;
    private final Process process;

    private TestTerminal(String... arguments) throws IOException {
        JLINE.setLevel(Level.OFF);
        terminal = TerminalBuilder.builder()
                .system(false)
                .streams(Channels.newInputStream(keyboard.source()), new Cells())
                .type("xterm-256color")
                .encoding(UTF_8)
                .size(Size.of(COLUMNS, ROWS))
                .build();
        File tty =
                new File(((AbstractPosixTerminal) terminal).getPty().toString().replaceAll(".*\\[(.*)]", "$1"));
        // a session of its own, so that the terminal's Ctrl-C is a signal to the chat
        ProcessBuilder chat = ChatProcess.of(List.of("setsid", "--ctty", "--wait"), arguments)
                .redirectInput(tty)
                .redirectOutput(tty)
                .redirectError(tty);
        chat.environment().put("TERM", "xterm-256color");
        process = chat.start();
    }

    /** Starts a chat. */
    static TestTerminal of(String... arguments) throws IOException {
        return new TestTerminal(arguments);
    }

    /** Presses keys. */
    void type(String keys) throws IOException {
        keyboard.sink().write(ByteBuffer.wrap(keys.getBytes(UTF_8)));
    }

    /** What a person sees, without the blanks at the ends of lines and the empty lines below. */
    String seen() {
        return cells.toString()
                .lines()
                .map(String::stripTrailing)
                .collect(Collectors.joining("\n"))
                .strip();
    }

    /** Waits for the chat to leave. */
    int exitStatus() throws InterruptedException {
        if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("still running; on the screen:\n" + seen());
        }
        return process.exitValue();
    }

    @Override
    public void close() throws IOException {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().onExit().join();
        keyboard.sink().close();
        terminal.close();
    }

    /** Where the chat's output goes. It comes in pieces that may end within a character. */
    private final class Cells extends OutputStream {
        private final CharsetDecoder decoder = UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPLACE);
        private ByteBuffer begun = ByteBuffer.allocate(0);

        @Override
        public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            begun = ByteBuffer.allocate(begun.remaining() + length)
                    .put(begun)
                    .put(bytes, offset, length)
                    .flip();
            CharBuffer chars = CharBuffer.allocate(begun.remaining());
            decoder.decode(begun, chars, false);
            cells.write(chars.flip());
        }
    }
}
