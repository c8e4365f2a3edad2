package dev.ringdown.client.attack;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** What an attacker got out of a server: answers, close codes, and what it should not have got. Any thread. */
final class Got {
    private static final int SHOWN = 6;

    private final Map<String, Integer> counts = new TreeMap<>();
    private final List<String> harm = new ArrayList<>();
    private final AtomicBoolean over = new AtomicBoolean();

    /** It got this, once more. */
    synchronized void add(String what) {
        counts.merge(what, 1, Integer::sum);
    }

    /** Something that shows that the attack hurts, beside what the honest pairs show; the first few are kept. */
    synchronized void harm(String what) {
        if (harm.size() < SHOWN) {
            harm.add(what);
        }
    }

    /** Says so unless something holds. */
    void expect(boolean holds, String otherwise) {
        if (!holds) {
            harm(otherwise);
        }
    }

    synchronized String harm() {
        return String.join("\n", harm);
    }

    /** The honest pairs have been heard: attackers go. */
    void end() {
        over.set(true);
    }

    boolean isOver() {
        return over.get();
    }

    @Override
    public synchronized String toString() {
        StringJoiner all = new StringJoiner(", ");
        counts.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .limit(SHOWN)
                .forEach(entry -> all.add(entry.getKey() + (entry.getValue() > 1 ? " ×" + entry.getValue() : "")));
        return all.toString();
    }
}
