package dev.ringdown.client.chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/** Lines in, lines out, both UTF-8, and no prompt: for scripts, and for terminals that cannot move their cursor. */
final class PlainScreen implements Screen {
    private final BufferedReader in;
    private final PrintStream out;

    /** Both streams stay open. */
    PlainScreen(InputStream in, OutputStream out) {
        this.in = new BufferedReader(new InputStreamReader(in, UTF_8));
        this.out = new PrintStream(out, true, UTF_8);
    }

    @Override
    public @Nullable String readLine() throws IOException {
        return in.readLine();
    }

    @Override
    public void print(String line) {
        out.println(Printable.of(line));
    }

    @Override
    public void close() {
        out.flush();
    }
}
