package dev.ringdown.client.load;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One {@link Session} after the other: in slots that are always busy, or whenever one is due. */
final class SessionSlots implements Workload {
    /** After a failed session its slot rests, so that a dead server isn't hammered. */
    private static final double REST_SECONDS = 0.1;

    private final LoadLoop loop;
    private final LoadPlan plan;
    private final Set<Session> active = new LinkedHashSet<>();
    private @Nullable Pacer pacer;
    private int started;
    private boolean running;

    SessionSlots(LoadLoop loop) {
        this.loop = loop;
        this.plan = loop.plan();
    }

    @Override
    public void open() {}

    @Override
    public boolean isSettled() {
        return true;
    }

    @Override
    public boolean isAlive() {
        return true;
    }

    @Override
    public void begin(long start, long end) {
        running = true;
        switch (plan.pace()) {
            case Pace.OpenLoop open -> {
                pacer = loop.pacer(open, 1.0 / plan.threads(), this::start);
                pacer.begin(start, end);
            }
            case Pace.ClosedLoop closed -> {
                for (int slot = loop.number(); slot < plan.peers() / 2; slot += plan.threads()) {
                    start(loop.now());
                }
            }
        }
    }

    @Override
    public void stop() {
        running = false;
        if (pacer != null) {
            pacer.stop();
        }
    }

    @Override
    public boolean isIdle() {
        return (pacer == null || pacer.isFinished()) && active.isEmpty();
    }

    @Override
    public void close() {
        for (Session session : List.copyOf(active)) {
            session.giveUp("was not over when the run was");
        }
    }

    @Override
    public boolean isClosed() {
        return active.isEmpty();
    }

    @Override
    public void settle() {}

    /** A session came to its end, good or bad. */
    void over(Session session, boolean good) {
        active.remove(session);
        if (plan.pace() instanceof Pace.ClosedLoop) {
            if (good) {
                startAgain();
            } else {
                loop.after(REST_SECONDS, this::startAgain);
            }
        }
    }

    private void startAgain() {
        if (running) {
            start(loop.now());
        }
    }

    private void start(long intended) {
        int number = loop.number() + plan.threads() * started++;
        Session session = new Session(loop, this, number, intended);
        active.add(session);
        session.start();
    }
}
