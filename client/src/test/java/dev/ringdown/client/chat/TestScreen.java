package dev.ringdown.client.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A screen that a test types on and reads. */
final class TestScreen implements Screen {
    private static final int DEADLINE_SECONDS = 20;

    private final BlockingQueue<Optional<String>> typed = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> shown = new LinkedBlockingQueue<>();

    void type(String line) {
        typed.add(Optional.of(line));
    }

    void typeEnd() {
        typed.add(Optional.empty());
    }

    /** The next line that is shown; waits for it. */
    String next() {
        try {
            String line = shown.poll(DEADLINE_SECONDS, TimeUnit.SECONDS);
            assertThat(line).as("a line on the screen").isNotNull();
            return line;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public @Nullable String readLine() {
        try {
            return typed.take().orElse(null);
        } catch (InterruptedException e) {
            return null;
        }
    }

    @Override
    public void print(String line) {
        shown.add(line);
    }

    @Override
    public void close() {}
}
