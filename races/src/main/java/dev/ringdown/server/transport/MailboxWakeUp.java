package dev.ringdown.server.transport;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * A parcel is left while the loop empties the mailbox, and may take the one before for the last: either it delivers both, or it is
 * woken again.
 */
@JCStressTest
@Outcome(id = "2", expect = Expect.ACCEPTABLE, desc = "Both were delivered.")
@Outcome(expect = Expect.FORBIDDEN, desc = "A parcel waits, and the loop sleeps.")
@State
public class MailboxWakeUp {
    private final Wakeups loop = new Wakeups();
    private final Mailbox mailbox = new Mailbox(loop, this::deliver, () -> {});
    private int delivered;

    /** The loop is about to look. */
    public MailboxWakeUp() {
        mailbox.post(new Parcel.Task(() -> {}));
    }

    private void deliver(Parcel parcel) {
        delivered++;
    }

    /** The loop. */
    @Actor
    public void loop() {
        loop.runOne();
    }

    /** Another loop. */
    @Actor
    public void sender() {
        mailbox.post(new Parcel.Task(() -> {}));
    }

    /** The loop again, when nobody posts any more. */
    @Arbiter
    public void afterwards(I_Result result) {
        loop.runAll();
        result.r1 = delivered;
    }
}
