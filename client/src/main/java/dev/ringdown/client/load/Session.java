package dev.ringdown.client.load;

/**
 * The life of a call, as far as its signaling goes: two peers connect at the same time, identify and join; the one who
 * finds the other there sends an offer and its candidates, the other an answer and its own; when everything has arrived
 * both leave. Confined to one event loop.
 */
final class Session implements LoadRoom.Watcher {
    private final LoadLoop loop;
    private final SessionSlots sessions;
    private final int number;
    private final long intendedNanos;
    private final LoadRoom room;
    private Runnable cancelDeadline = () -> {};
    private boolean connected;
    private boolean over;
    private int gone;

    Session(LoadLoop loop, SessionSlots sessions, int number, long intendedNanos) {
        this.loop = loop;
        this.sessions = sessions;
        this.number = number;
        this.intendedNanos = intendedNanos;
        Script offer = loop.plan().sessionScript(MessageKind.OFFER, number);
        this.room = new LoadRoom(loop, number, 2, offer, this);
    }

    void start() {
        double seconds = loop.plan().setupTimeoutSeconds();
        cancelDeadline = loop.after(seconds, () -> giveUp("was not over after " + seconds + " s"));
        room.peers().forEach(loop.connector()::open);
    }

    /** Ends the session where it is: a fault, and what has not arrived is lost. */
    void giveUp(String why) {
        if (over) {
            return;
        }
        over = true;
        cancelDeadline.run();
        String stage = connected ? "while leaving" : room.isReady() ? "after the join" : "before the join";
        loop.tally().fault(Fault.INCOMPLETE, "session " + number + " " + why + ", " + stage);
        loop.tally().faults(Fault.LOST, room.missing(), "in session " + number);
        room.peers().forEach(LoadPeer::abort);
        sessions.over(this, false);
    }

    @Override
    public void ready(LoadRoom ready) {
        loop.tally().sessionJoined(intendedNanos, loop.now());
    }

    @Override
    public void met(Link link, boolean listed) {
        if (listed) {
            say(link);
        }
    }

    @Override
    public void arrived(Link link) {
        Link back = room.back(link);
        if (back.flight().departed() == 0) {
            back.follow(loop.plan().sessionScript(MessageKind.ANSWER, number));
            say(back);
        } else if (isAllThere(link) && isAllThere(back) && !connected) {
            connected = true;
            loop.tally().sessionConnected(intendedNanos, loop.now());
            room.peers().forEach(peer -> peer.leave(true));
        }
    }

    @Override
    public void gone(LoadPeer peer) {
        gone++;
        if (over) {
            return;
        }
        if (!connected) {
            giveUp("lost peer " + peer.index());
        } else if (gone == room.size()) {
            over = true;
            cancelDeadline.run();
            loop.tally().sessionFinished(loop.now());
            sessions.over(this, true);
        }
    }

    /** A description and its candidates, each in a packet of its own, as browsers send them. */
    private void say(Link link) {
        for (int i = 0; i <= loop.plan().candidates(); i++) {
            link.sender().send(link, loop.now());
            loop.flush();
        }
    }

    private boolean isAllThere(Link link) {
        return link.flight().landed() == 1L + loop.plan().candidates();
    }
}
