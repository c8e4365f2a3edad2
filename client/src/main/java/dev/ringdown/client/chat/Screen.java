package dev.ringdown.client.chat;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Where a person, or a script, types lines and reads others. */
interface Screen extends AutoCloseable {
    /**
     * Waits for the next line. One thread reads.
     *
     * @return without its end; null when no more will come
     */
    @Nullable
    String readLine() throws IOException;

    /**
     * Shows a line, above the one that is being typed. Any thread.
     *
     * @param line any text; what could steer a terminal is made {@link Printable} first
     */
    void print(String line);

    /** Leaves the terminal as it was found. */
    @Override
    void close();

    /** The terminal with line editing if there is one that can, standard input and output as they are otherwise. */
    static Screen open(String prompt) {
        Screen terminal = TerminalScreen.open(prompt);
        return terminal != null ? terminal : new PlainScreen(System.in, System.out);
    }
}
