package dev.ringdown.server.transport;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Watches over the process, so that it never listens without answering: once a second every event loop is given a task and
 * memory is tried. When a loop has ended by itself, has run nothing for a time, or memory stays used up for that time, the
 * process is beyond repair; what follows is the caller's to say.
 *
 * <p>Time is counted in turns of the watchdog's own thread: while the whole process is stopped there are none, so that
 * nobody is blamed for a stopped clock. {@link #outOfMemory} may be called by any thread, everything else by the one that
 * opens and closes the listeners.
 */
public final class Watchdog implements AutoCloseable {
    // whole sentences: there may be no memory left to make one of
    private static final String LOOP_ENDED = "An event loop has ended by itself";
    private static final String LOOP_HANGS = "An event loop has run nothing for longer than listen.stuck-timeout";
    private static final String NO_MEMORY = "Memory has been used up for longer than listen.stuck-timeout";
    private static final String PORT_CLOSED = "A port was closed by a fault";
    private static final String NO_CLASS = "A class could not be loaded, and never will be";

    private static final int TURN_MILLIS = 1000;

    /** As much as a moment's work takes, and less than collectors treat in a way of their own. */
    private static final int TRIED_BYTES = 256 * 1024;

    /** Turns that a listener may refuse to accept: after a fault Netty pauses it for a second. */
    private static final int LONGEST_PAUSE_TURNS = 2;

    /** An event loop, and whether it has run the last task that it was given. */
    private static final class Watched {
        private final EventLoop loop;
        private volatile boolean answered = true;
        private int silentTurns;

        Watched(EventLoop loop) {
            this.loop = loop;
        }
    }

    /** A socket that is listened on. */
    private static final class Listening {
        private final Channel channel;
        private int pausedTurns;

        Listening(Channel channel) {
            this.channel = channel;
        }
    }

    private final List<Watched> loops = new ArrayList<>();
    private final List<Listening> listening = new CopyOnWriteArrayList<>();
    private final int patienceTurns;
    private final Consumer<String> beyondRepair;
    private final Thread thread = Thread.ofPlatform().name("watchdog").daemon().unstarted(this::run);
    private int turnsWithoutMemory;
    private volatile boolean outOfMemory;
    private volatile boolean classMissing;
    /** Kept for a moment, so that the allocation is not optimised away. */
    @SuppressWarnings("UnusedVariable")
    private volatile byte @Nullable [] tried;

    /** Whether the server stops, or is already given up. */
    private volatile boolean ended;

    /**
     * @param patience how long a loop may run nothing or memory be used up; 0 for ever
     * @param beyondRepair told once at most, in one sentence, what is wrong; on the watchdog's thread
     */
    public Watchdog(Duration patience, Consumer<String> beyondRepair) {
        this.patienceTurns =
                patience.isZero() ? Integer.MAX_VALUE : (int) Math.ceil(patience.toMillis() / (double) TURN_MILLIS);
        this.beyondRepair = beyondRepair;
    }

    /** Begins to look, once a second. */
    void start() {
        // what it needs is loaded as long as there is memory
        turn();
        thread.start();
    }

    /** Watches over event loops; before the start. */
    void watchOver(Iterable<EventExecutor> eventLoops) {
        for (EventExecutor eventLoop : eventLoops) {
            loops.add(new Watched((EventLoop) eventLoop));
        }
    }

    /** Watches over a socket that is listened on. */
    void watchOver(Channel channel) {
        listening.add(new Listening(channel));
    }

    /** Somebody caught an {@link OutOfMemoryError}, of the heap or of direct memory; any thread. */
    public void outOfMemory() {
        outOfMemory = true;
    }

    /** An event loop has caught an Error and goes on; any thread. */
    void survived(Error error) {
        // only ever set here: several event loops may be here at once, and none takes back what another has said
        if (error instanceof OutOfMemoryError) {
            outOfMemory = true;
        } else if (error instanceof NoClassDefFoundError) {
            // a class whose loading failed once, for want of memory, fails for ever
            classMissing = true;
        }
    }

    private void run() {
        while (!ended) {
            try {
                Thread.sleep(TURN_MILLIS);
                turn();
            } catch (InterruptedException stopped) {
                return;
            } catch (Throwable fault) { // it is the last that may end
                if (fault instanceof Error) {
                    outOfMemory = true;
                }
            }
        }
    }

    /** One look at everything; memory comes first, and nothing is allocated until it is known that there is some. */
    void turn() {
        turnsWithoutMemory = hasMemory() ? 0 : turnsWithoutMemory + 1;
        if (classMissing) {
            giveUp(NO_CLASS);
        } else if (turnsWithoutMemory > patienceTurns) {
            giveUp(NO_MEMORY);
        } else if (turnsWithoutMemory == 0) {
            loops.forEach(this::watch);
            listening.forEach(this::watch);
        }
    }

    private void watch(Watched watched) {
        if (watched.answered) {
            watched.silentTurns = 0;
            watched.answered = false;
            try {
                watched.loop.execute(() -> watched.answered = true);
            } catch (RejectedExecutionException gone) {
                giveUp(LOOP_ENDED);
            }
        } else if (watched.loop.isShuttingDown()) {
            giveUp(LOOP_ENDED);
        } else if (++watched.silentTurns > patienceTurns) {
            giveUp(LOOP_HANGS);
        }
    }

    private void watch(Listening socket) {
        if (!socket.channel.isOpen()) {
            giveUp(PORT_CLOSED);
        } else if (socket.channel.config().isAutoRead()) {
            socket.pausedTurns = 0;
        } else if (++socket.pausedTurns > LONGEST_PAUSE_TURNS) {
            // who was to end the pause met a fault of its own
            socket.channel.config().setAutoRead(true);
        }
    }

    private boolean hasMemory() {
        if (outOfMemory) {
            outOfMemory = false;
            return false;
        }
        try {
            tried = new byte[TRIED_BYTES];
            UnpooledByteBufAllocator.DEFAULT
                    .directBuffer(TRIED_BYTES, TRIED_BYTES)
                    .release();
            return true;
        } catch (OutOfMemoryError error) {
            return false;
        } finally {
            tried = null;
        }
    }

    private void giveUp(String why) {
        // a loop that ends because the server stops does so after this was set
        if (!ended) {
            beyondRepair.accept(why);
            // only now: without memory it may take more than one attempt
            ended = true;
        }
    }

    /** The server stops: from now on nothing is wrong any more. */
    @Override
    public void close() {
        ended = true;
        thread.interrupt();
    }
}
