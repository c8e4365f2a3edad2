package dev.ringdown.server.churn;

import dev.ringdown.server.support.Frame;
import java.io.EOFException;
import java.io.IOException;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A client that connects again and again. One thread acts, another reads; both hold this object's monitor while they look at
 * what the client knows.
 */
abstract class ChurnClient {
    private static final int PATIENCE_SECONDS = 30;

    final Churn churn;
    final Random random;
    private final String name;

    /** Who it is in its present life. */
    String self = "";

    private @Nullable StrictSocket socket;
    private CountDownLatch ended = new CountDownLatch(1);
    /** Whether this side ends the connection just now, so that its end is no surprise. */
    private volatile boolean leaving;

    /** Whether it has sent a Close, which the server answers. */
    private volatile boolean closing;

    private volatile @Nullable Frame close;

    ChurnClient(Churn churn, String name, Random random) {
        this.churn = churn;
        this.name = name;
        this.random = random;
    }

    /** One life, with one connection or more. */
    final void live(int round) {
        self = name + "-" + round;
        try {
            live();
        } catch (IOException | InterruptedException e) {
            if (close == null) {
                violation("cannot go on: " + e);
            }
        } catch (RuntimeException bug) {
            violation("a fault of the test: " + bug);
        }
    }

    abstract void live() throws IOException, InterruptedException;

    /** A text came. With the monitor held. */
    abstract void heard(String text);

    /** Whether the server may close with this reason now. With the monitor held. */
    boolean mayBeClosed(String reason) {
        return false;
    }

    final void violation(String what) {
        churn.violation(self, what);
    }

    // ---- connections

    /** Connects and returns the status of the answer; after 101 what comes is read from then on. */
    final int connect(String path, Frame... behind) throws IOException {
        byte[] key = new byte[16];
        random.nextBytes(key);
        StrictSocket opened = new StrictSocket(churn.server(), key);
        opened.ask(path, behind);
        int status;
        try {
            status = opened.readAnswer();
        } catch (StrictSocket.BrokenStream broken) {
            violation(String.valueOf(broken.getMessage()));
            throw broken;
        }
        if (status != 101) {
            opened.close();
            return status;
        }
        churn.connections.incrementAndGet();
        CountDownLatch end = new CountDownLatch(1);
        socket = opened;
        leaving = false;
        closing = false;
        close = null;
        ended = end;
        Thread.ofVirtual().start(() -> read(opened, end));
        return status;
    }

    private void read(StrictSocket from, CountDownLatch end) {
        try {
            while (true) {
                Frame frame = from.read();
                if (close != null) {
                    violation("something behind the Close: " + frame);
                } else if (frame.opcode() == Frame.TEXT) {
                    churn.messages.incrementAndGet();
                    synchronized (this) {
                        if (!leaving || from == socket) {
                            heard(frame.text());
                        }
                    }
                } else if (frame.opcode() == Frame.CLOSE) {
                    close = frame;
                    closed(frame);
                }
            }
        } catch (StrictSocket.BrokenStream broken) {
            if (!leaving) {
                violation(String.valueOf(broken.getMessage()));
            }
        } catch (EOFException theEnd) {
            if (!leaving && close == null) {
                violation("the end without a Close");
            }
        } catch (IOException lost) {
            if (!leaving) {
                violation("lost: " + lost);
            }
        } catch (RuntimeException bug) {
            violation("cannot make sense of what came: " + bug);
        } finally {
            end.countDown();
        }
    }

    private void closed(Frame frame) {
        synchronized (this) {
            boolean answer = closing && frame.equals(Frame.close(1000, ""));
            if (!leaving && !answer && !mayBeClosed(frame.closeReason())) {
                violation("closed: " + frame.closeCode() + " " + frame.closeReason());
            }
        }
    }

    /** Whether the server has ended the connection. */
    final boolean isClosed() {
        return close != null;
    }

    final void send(Frame... frames) throws IOException {
        StrictSocket to = socket;
        if (to != null && close == null) {
            to.send(frames);
        }
    }

    /** Ends the connection in one of the ways in which clients do. */
    final void end() throws IOException, InterruptedException {
        StrictSocket mine = socket;
        if (mine == null) {
            return;
        }
        switch (random.nextInt(5)) {
            case 0, 1 -> {
                closing = true;
                send(Frame.close(1000, ""));
                if (!ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                    violation("my Close was not answered");
                }
                leaving = true;
                mine.close();
            }
            case 2 -> lose();
            case 3 -> {
                leaving = true;
                mine.close();
            }
            default -> {
                byte[] half = Frame.text("{\"half a message\":\"").bytes();
                mine.write(java.util.Arrays.copyOf(half, 1 + random.nextInt(half.length - 1)));
                lose();
            }
        }
        await();
    }

    /** Ends the connection by a reset or by a FIN. */
    final void lose() throws IOException, InterruptedException {
        StrictSocket mine = socket;
        leaving = true;
        if (mine != null && random.nextBoolean()) {
            mine.reset();
        } else if (mine != null) {
            mine.close();
        }
        await();
    }

    /** So that what an old connection still brings does not meet a new life. */
    private void await() throws InterruptedException {
        ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        socket = null;
    }

    // ---- pace and size

    /** A pause, most of the time none. */
    final void pause() {
        if (random.nextInt(3) == 0) {
            LockSupport.parkNanos(random.nextInt(3_000_000));
        }
    }

    /** Waits until something is so that the server causes; whether it came so. */
    final boolean waitFor(java.util.function.BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (true) {
            synchronized (this) {
                if (condition.getAsBoolean()) {
                    return true;
                }
            }
            if (close != null || ended.getCount() == 0) {
                return false;
            }
            if (System.nanoTime() > deadline) {
                violation("waited in vain");
                return false;
            }
            LockSupport.parkNanos(200_000);
        }
    }

    /** Bytes for a message: few, many or very many. */
    final int size() {
        int kind = random.nextInt(50);
        return kind == 0 ? 10_000 + random.nextInt(30_000) : kind < 10 ? random.nextInt(3000) : random.nextInt(200);
    }
}
