package dev.ringdown.client.load;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Peers that stay, and messages between them: from each to every other of its room in turn. */
final class Relaying implements Workload, LoadRoom.Watcher {
    private final LoadLoop loop;
    private final LoadPlan plan;
    private final List<LoadRoom> rooms = new ArrayList<>();
    /** Rooms in which somebody still waits for somebody. */
    private final Set<LoadRoom> unsettled = new LinkedHashSet<>();

    private final List<LoadPeer> senders = new ArrayList<>();
    /** Due messages, by their intended times, that a slow connection has not taken yet. */
    private final Map<LoadPeer, Queue<Long>> owed = new HashMap<>();

    private @Nullable Pacer pacer;
    private int nextSender;
    private int nextStep;
    private int present;
    private boolean running;
    private boolean closing;
    /** Since when everybody has joined or failed, and some news is still missing; 0 before. */
    private long waitingSince;

    Relaying(LoadLoop loop) {
        this.loop = loop;
        this.plan = loop.plan();
    }

    @Override
    public void open() {
        Script script = Script.always(plan.kind(), plan.size());
        for (int number = loop.number(); number < plan.rooms(); number += plan.threads()) {
            rooms.add(new LoadRoom(loop, number, plan.roomSize(), script, this));
        }
        unsettled.addAll(rooms);
        present = rooms.size() * plan.roomSize();
        for (LoadRoom room : rooms) {
            room.peers().forEach(loop.connector()::open);
        }
    }

    @Override
    public boolean isSettled() {
        if (!unsettled.isEmpty() && loop.connector().isIdle()) {
            if (waitingSince == 0) {
                waitingSince = loop.now();
            } else if (loop.now() - waitingSince > plan.setupTimeoutSeconds() * 1e9) {
                unsettled.forEach(room -> loop.tally()
                        .fault(Fault.FAILED, "not everybody in room " + room.name() + " was told of everybody else"));
                unsettled.clear();
            }
        }
        return unsettled.isEmpty();
    }

    @Override
    public boolean isAlive() {
        return present > 0;
    }

    @Override
    public void begin(long start, long end) {
        running = true;
        for (LoadRoom room : rooms) {
            if (room.isReady()) {
                room.peers().forEach(senders::add);
            }
        }
        switch (plan.pace()) {
            case Pace.OpenLoop open -> {
                if (!rooms.isEmpty()) {
                    pacer = loop.pacer(open, (double) rooms.size() / plan.rooms(), this::sendDue);
                    pacer.begin(start, end);
                }
            }
            case Pace.ClosedLoop closed -> {
                for (LoadPeer peer : senders) {
                    fillWindow(peer, closed.window());
                }
                loop.flush();
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
        return (pacer == null || pacer.isFinished())
                && owed.isEmpty()
                && rooms.stream().allMatch(room -> room.missing() == 0);
    }

    @Override
    public void close() {
        closing = true;
        rooms.forEach(room -> room.peers().forEach(peer -> peer.leave(false)));
    }

    @Override
    public boolean isClosed() {
        return present == 0;
    }

    @Override
    public void settle() {
        owed.values().forEach(times -> unsent(times, "a connection took no more bytes"));
        rooms.forEach(room -> loop.tally().faults(Fault.LOST, room.missing(), "in room " + room.name()));
    }

    @Override
    public void ready(LoadRoom room) {
        unsettled.remove(room);
    }

    @Override
    public void gone(LoadPeer peer) {
        present--;
        if (!closing) {
            unsettled.remove(peer.room());
            Queue<Long> times = owed.remove(peer);
            if (times != null) {
                unsent(times, "peer " + peer.index() + " was gone");
            }
        }
    }

    @Override
    public void arrived(Link link) {
        if (running && plan.pace() instanceof Pace.ClosedLoop) {
            Link back = link.receiver()
                    .room()
                    .link(link.receiver().index(), link.sender().index());
            if (back != null && back.isOpen()) {
                back.sender().send(back, loop.now());
            }
        }
    }

    @Override
    public void writable(LoadPeer peer) {
        Queue<Long> times = owed.get(peer);
        if (times == null) {
            return;
        }
        for (Long intended = times.peek(); intended != null && peer.isWritable(); intended = times.peek()) {
            times.remove();
            sendFrom(peer, intended);
        }
        if (times.isEmpty()) {
            owed.remove(peer);
        }
        loop.flush();
    }

    /** Of the window of each pair, the peer with the lower index begins with the larger half. */
    private void fillWindow(LoadPeer peer, int window) {
        for (int step = 1; step < plan.roomSize(); step++) {
            Link link = peer.room().linkFrom(peer, step);
            int share = link.receiver().index() > peer.index() ? (window + 1) / 2 : window / 2;
            for (int i = 0; i < share && link.isOpen(); i++) {
                peer.send(link, loop.now());
            }
        }
    }

    private void unsent(Queue<Long> times, String why) {
        loop.tally().faults(Fault.UNSENT, times.size(), why);
    }

    private void sendDue(long intended) {
        for (int tried = 0; tried < senders.size(); tried++) {
            LoadPeer peer = senders.get(nextSender);
            nextSender = (nextSender + 1) % senders.size();
            if (nextSender == 0) {
                nextStep++;
            }
            if (peer.isJoined()) {
                if (peer.isWritable() && !owed.containsKey(peer)) {
                    sendFrom(peer, intended);
                } else {
                    owed.computeIfAbsent(peer, p -> new ArrayDeque<>()).add(intended);
                }
                return;
            }
        }
        loop.tally().fault(Fault.UNSENT, "no peer was left to send it");
    }

    private void sendFrom(LoadPeer peer, long intended) {
        int others = plan.roomSize() - 1;
        for (int tried = 0; tried < others; tried++) {
            Link link = peer.room().linkFrom(peer, 1 + Math.floorMod(nextStep + tried, others));
            if (link.isOpen()) {
                peer.send(link, intended);
                return;
            }
        }
        loop.tally().fault(Fault.UNSENT, "nobody was left in the room of peer " + peer.index());
    }
}
