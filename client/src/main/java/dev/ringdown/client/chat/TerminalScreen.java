package dev.ringdown.client.chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.completer.StringsCompleter;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;

/**
 * A terminal with a prompt, line editing, completion of commands, and a history that ends with the process: what was
 * said is nobody else's to read. Ctrl-C drops the line, or leaves when it is empty; Ctrl-D leaves.
 */
final class TerminalScreen implements Screen {
    /** For a pseudo-terminal that was given none. */
    private static final Size USUAL_SIZE = Size.of(80, 24);

    /** JLine's own. It would put a stack trace before the person for a terminal it does not know. */
    private static final Logger QUIET = Logger.getLogger("org.jline");

    private final Terminal terminal;
    private final LineReader reader;
    private final String prompt;

    private TerminalScreen(Terminal terminal, String prompt) {
        this.terminal = terminal;
        this.reader = LineReaderBuilder.builder()
                .terminal(terminal)
                .completer(new StringsCompleter(Prompt.COMMANDS))
                // exclamation marks and backslashes mean themselves, as in no shell
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .build();
        this.prompt = Printable.of(prompt).replace("%", "%%");
    }

    /** The terminal of this process, or null when there is none, or only one that cannot move its cursor. */
    static @Nullable TerminalScreen open(String prompt) {
        QUIET.setLevel(Level.OFF);
        try {
            Terminal terminal = TerminalBuilder.builder()
                    .system(true)
                    .dumb(false)
                    .encoding(UTF_8)
                    // asking a terminal how wide it draws an emoji would eat what was typed before the answer
                    .graphemeCluster(false)
                    .build();
            if (!terminal.getType().startsWith(Terminal.TYPE_DUMB)) {
                if (terminal.getSize().getColumns() == 0) {
                    terminal.setSize(USUAL_SIZE);
                }
                return new TerminalScreen(terminal, prompt);
            }
            terminal.close();
            return null;
        } catch (IOException | IllegalStateException e) {
            return null;
        }
    }

    @Override
    public @Nullable String readLine() {
        while (true) {
            try {
                return reader.readLine(prompt);
            } catch (UserInterruptException e) {
                if (e.getPartialLine().isEmpty()) {
                    return null;
                }
            } catch (EndOfFileException e) {
                return null;
            }
        }
    }

    @Override
    public void print(String line) {
        reader.printAbove(Printable.of(line));
    }

    @Override
    public void close() {
        try {
            terminal.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
