package dev.ringdown.client.attack;

import dev.ringdown.client.load.HonestPairs;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/**
 * Runs every attack of {@link Attacks} against a server that it starts from its own class path, beside honest pairs whose
 * messages are verified. The pairs are the judges: an attack hurts if a message of theirs is lost or changed or a connection of
 * theirs ends, if the server ends, keeps bytes for those who have left or logs an error, or if the attack shows by itself that
 * it got what it should not have. How long the pairs waited is reported only.
 *
 * <p>{@code [--quick] [name …]}: small sizes; only the attacks whose names begin so. Exit status: 0 nothing hurt, 1 something
 * did.
 */
public final class AttackCommand {
    private static final int PAIRS = 10;
    private static final double MESSAGES_PER_SECOND = 200;
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final Duration LONGEST_QUICK = Duration.ofSeconds(15);
    private static final int BEFORE_MILLIS = 700;
    private static final int AFTER_MILLIS = 500;
    private static final int SETTLED_WITHIN_SECONDS = 30;
    private static final double DRAIN_SECONDS = 60;
    private static final double DRAIN_QUICK_SECONDS = 10;

    /** A row of the table. */
    private record Result(Attack attack, String got, HonestPairs.Outcome honest, long peakBytes, String harm) {}

    private final boolean quick;

    private AttackCommand(boolean quick) {
        this.quick = quick;
    }

    /** Runs them and ends the process with the exit status. */
    public static void main(String... arguments) throws Exception {
        List<String> names = new ArrayList<>(List.of(arguments));
        boolean quick = names.remove("--quick");
        System.exit(run(quick, names));
    }

    /**
     * Runs attacks and prints the table.
     *
     * @param quick whether they have their small sizes, which take a minute in all
     * @param names beginnings of names; empty for all
     * @return the exit status
     */
    public static int run(boolean quick, List<String> names) throws Exception {
        long begin = System.nanoTime();
        AttackCommand command = new AttackCommand(quick);
        List<Attack> chosen = Attacks.ALL.stream()
                .filter(attack -> names.isEmpty() || names.stream().anyMatch(attack.name()::startsWith))
                .toList();
        List<Result> results = new ArrayList<>();
        for (List<Attack> together : command.together(chosen)) {
            try (Victim victim = Victim.start(together.getFirst(), quick)) {
                for (Attack attack : together) {
                    Result result = command.run(attack, victim);
                    results.add(result);
                    System.err.println(
                            (result.harm().isEmpty() ? "held   " : "HURTS  ") + attack.name() + "  " + result.harm());
                }
            }
        }
        print(results);
        System.out.println(
                "Seconds: " + Duration.ofNanos(System.nanoTime() - begin).toSeconds());
        return results.stream().allMatch(result -> result.harm().isEmpty()) ? 0 : 1;
    }

    /** Attacks that are run against one server, one after the other: in small sizes all that want the same server. */
    private Collection<List<Attack>> together(List<Attack> attacks) {
        return attacks.stream()
                .collect(Collectors.groupingBy(
                        attack -> quick ? attack.heapMegabytes() + " " + attack.settings() : attack.name(),
                        LinkedHashMap::new,
                        Collectors.toList()))
                .values();
    }

    private Result run(Attack attack, Victim victim) throws Exception {
        Got got = new Got();
        if (!victim.isAlive()) {
            got.harm("the server was gone before");
            HonestPairs.Outcome none = new HonestPairs.Outcome(0, 0, 0, 0, "");
            return new Result(attack, got.toString(), none, 0, got.harm());
        }
        HonestPairs honest = new HonestPairs(
                victim.address(), PAIRS, MESSAGES_PER_SECOND, quick ? DRAIN_QUICK_SECONDS : DRAIN_SECONDS);
        FutureTask<HonestPairs.Outcome> pairs = new FutureTask<>(honest::run);
        Thread.ofPlatform().start(pairs);
        honest.awaitBegun();
        TimeUnit.MILLISECONDS.sleep(BEFORE_MILLIS);
        assault(attack, victim, got);
        TimeUnit.MILLISECONDS.sleep(AFTER_MILLIS);
        honest.stop();
        HonestPairs.Outcome outcome = pairs.get();
        got.end();
        got.expect(victim.isAlive(), "the server ended");
        got.expect(outcome.fault().isEmpty(), outcome.fault());
        got.expect(outcome.arrived() > 0, "no honest message arrived");
        judgeRemains(victim, got);
        return new Result(attack, got.toString(), outcome, victim.peakBytes(), harm(got, victim));
    }

    /** When everybody has left, nothing may wait in the server any more, and nothing may have gone wrong in it. */
    private static void judgeRemains(Victim victim, Got got) throws InterruptedException {
        try {
            long waiting = victim.waitingBytes();
            for (int i = 0; i < SETTLED_WITHIN_SECONDS * 10 && waiting != 0; i++) {
                TimeUnit.MILLISECONDS.sleep(100);
                waiting = victim.waitingBytes();
            }
            got.expect(waiting == 0, "when all had left, " + waiting + " bytes still waited in the server");
        } catch (IOException lost) {
            got.harm("the server's metrics could not be had: " + lost);
        }
        String complaint = victim.complaint();
        got.expect(complaint.isEmpty(), "the server's log says: " + complaint);
    }

    private static String harm(Got got, Victim victim) throws InterruptedException {
        if (got.harm().isEmpty()) {
            return "";
        }
        if (victim.isAlive()) {
            return got.harm() + "\nconnections closed:\n" + victim.closes();
        }
        return got.harm() + ", with status " + victim.exitStatus() + "; " + victim.lastLines();
    }

    private void assault(Attack attack, Victim victim, Got got) throws InterruptedException {
        FutureTask<Void> assault = new FutureTask<>(() -> {
            attack.assault().run(victim, got);
            return null;
        });
        Thread thread = Thread.ofPlatform().daemon().start(assault);
        Duration longest = quick ? LONGEST_QUICK : LONGEST;
        try {
            assault.get(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            got.add("not done after " + longest.toSeconds() + " s");
            got.end();
            thread.interrupt();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException lost) {
                got.add(Intruder.wordFor(lost));
            } else {
                throw new IllegalStateException(attack.name(), e.getCause());
            }
        }
    }

    private static void print(List<Result> results) {
        String row = "%-34s %-6s %8s %6s %9s %7s  %s%n";
        System.out.printf(row, "attack", "", "messages", "lost", "worst ms", "RSS MB", "what the attacker got");
        for (Result result : results) {
            HonestPairs.Outcome honest = result.honest();
            System.out.printf(
                    Locale.ROOT,
                    row,
                    result.attack().name(),
                    result.harm().isEmpty() ? "held" : "HURTS",
                    honest.arrived(),
                    honest.lost(),
                    Math.round(honest.worstMillis()),
                    result.peakBytes() >> 20,
                    result.got());
            if (!result.harm().isEmpty()) {
                Arrays.stream(result.harm().split("\n")).forEach(line -> System.out.println("      " + line));
            }
        }
    }
}
