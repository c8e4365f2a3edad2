package dev.ringdown.server.transport;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Two loops leave parcels at once: none is lost, those of each come in order, and show what their sender had written before. */
@JCStressTest
@Outcome(id = "12, 12", expect = Expect.ACCEPTABLE, desc = "In order, and with what was written before.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Lost, out of order, or without what was written before.")
@State
public class MailboxSenders {
    private final Wakeups loop = new Wakeups();
    private final Mailbox mailbox = new Mailbox(loop, MailboxSenders::run, () -> {});
    private int writtenByOne;
    private int writtenByOther;
    /** What was seen at each delivery, as the digits of a number. */
    private int seenOfOne;

    private int seenOfOther;

    private static void run(Parcel parcel) {
        ((Parcel.Task) parcel).task().run();
    }

    /** The first one who posts. */
    @Actor
    public void one() {
        writtenByOne = 1;
        mailbox.post(new Parcel.Task(() -> seenOfOne = seenOfOne * 10 + Math.min(writtenByOne, 1)));
        writtenByOne = 2;
        mailbox.post(new Parcel.Task(() -> seenOfOne = seenOfOne * 10 + writtenByOne));
    }

    /** The second one who posts. */
    @Actor
    public void other() {
        writtenByOther = 1;
        mailbox.post(new Parcel.Task(() -> seenOfOther = seenOfOther * 10 + Math.min(writtenByOther, 1)));
        writtenByOther = 2;
        mailbox.post(new Parcel.Task(() -> seenOfOther = seenOfOther * 10 + writtenByOther));
    }

    /** The loop, when nobody posts any more. */
    @Arbiter
    public void afterwards(II_Result result) {
        loop.runAll();
        result.r1 = seenOfOne;
        result.r2 = seenOfOther;
    }
}
