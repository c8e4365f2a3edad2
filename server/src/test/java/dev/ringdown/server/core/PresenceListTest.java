package dev.ringdown.server.core;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ringdown.protocol.Introduction;
import dev.ringdown.server.support.HandDrivenTimer;
import dev.ringdown.server.support.RecordingLink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PresenceListTest {
    private final HandDrivenTimer timer = new HandDrivenTimer();
    private final PresenceList roster =
            new PresenceList(PresenceListTest::listing, timer.service(), Duration.ofMillis(100));
    private final RecordingLink alice = new RecordingLink();
    private final RecordingLink bob = new RecordingLink();
    private final RecordingLink carol = new RecordingLink();

    @Test
    void firstChangeGoesOutAtOnceAndThoseAfterItTogether() {
        roster.enter(entry("alice", alice));
        timer.run();
        assertThat(alice.messages()).containsExactly("[alice]");

        roster.enter(entry("bob", bob));
        roster.enter(entry("carol", carol));
        timer.run();
        assertThat(alice.messages()).hasSize(1);
        assertThat(bob.messages()).isEmpty();

        timer.pass();
        assertThat(alice.messages()).containsExactly("[alice]", "[alice, bob, carol]");
        assertThat(bob.messages()).containsExactly("[alice, bob, carol]");
        assertThat(carol.messages()).containsExactly("[alice, bob, carol]");
    }

    @Test
    void nextFirstChangeGoesOutAtOnceAgain() {
        roster.enter(entry("alice", alice));
        timer.run();
        timer.pass();
        assertThat(timer.waiting()).isZero();

        roster.enter(entry("bob", bob));
        timer.run();
        assertThat(alice.last()).isEqualTo("[alice, bob]");
    }

    @Test
    void whoLeavesIsNotToldAndNotListed() {
        PresenceList.Entry left = entry("bob", bob);
        roster.enter(entry("alice", alice));
        roster.enter(left);
        timer.run();
        roster.leave(left);
        timer.pass();

        assertThat(alice.last()).isEqualTo("[alice]");
        assertThat(bob.messages()).containsExactly("[alice, bob]");
        assertThat(roster.find("bob")).isNull();
        assertThat(roster.size()).isOne();
    }

    /** Whoever takes a name that became free comes behind the change by which it did. */
    @Test
    void aNameIsAnothersUntilItsChangeIsOnItsWay() {
        PresenceList.Entry before = entry("alice", alice);
        roster.enter(before);
        timer.run();
        timer.pass();
        List<Boolean> taken = new ArrayList<>();
        timer.whenGiven(() -> taken.add(!roster.enter(entry("alice", bob))));
        PresenceList.Entry renamed = entry("carol", alice);
        assertThat(roster.replace(before, renamed)).isTrue();
        assertThat(roster.find("alice")).isNull();
        timer.run();
        timer.pass();
        assertThat(roster.replace(renamed, before)).isTrue();
        timer.run();
        timer.pass();
        roster.leave(before);
        assertThat(roster.find("alice")).isNull();
        assertThat(taken).containsExactly(true, true, true);
    }

    @Test
    void whoComesBackComesLast() {
        PresenceList.Entry left = entry("alice", alice);
        roster.enter(left);
        roster.enter(entry("bob", bob));
        roster.leave(left);
        roster.enter(entry("alice", carol));
        timer.run();

        assertThat(bob.last()).isEqualTo("[bob, alice]");
        assertThat(alice.messages()).isEmpty();
    }

    @Test
    void takenNameStaysWithTheOneWhoHasIt() {
        PresenceList.Entry first = entry("alice", alice);
        assertThat(roster.enter(first)).isTrue();
        assertThat(roster.enter(entry("alice", bob))).isFalse();
        timer.run();

        assertThat(roster.find("alice")).isSameAs(first);
        assertThat(alice.messages()).containsExactly("[alice]");
        assertThat(bob.messages()).isEmpty();
    }

    @Test
    void whoTakesAnotherNameIsTheLastOfTheListAndOnItOnce() {
        PresenceList.Entry before = entry("alice", alice);
        PresenceList.Entry after = entry("alicia", alice);
        roster.enter(before);
        roster.enter(entry("bob", bob));
        timer.run();
        assertThat(roster.replace(before, after)).isTrue();
        timer.pass();

        assertThat(alice.messages()).containsExactly("[alice, bob]", "[bob, alicia]");
        assertThat(roster.find("alice")).isNull();
        assertThat(roster.find("alicia")).isSameAs(after);
        assertThat(roster.size()).isEqualTo(2);
    }

    @Test
    void whoKeepsItsNameKeepsItsPlaceAndAllAreToldAgain() {
        PresenceList.Entry before = entry("alice", alice);
        PresenceList.Entry after = entry("alice", alice);
        roster.enter(before);
        roster.enter(entry("bob", bob));
        timer.run();
        assertThat(roster.replace(before, after)).isTrue();
        timer.pass();

        assertThat(bob.messages()).containsExactly("[alice, bob]", "[alice, bob]");
        assertThat(roster.find("alice")).isSameAs(after);
        roster.leave(after);
        timer.pass();
        assertThat(bob.last()).isEqualTo("[bob]");
    }

    @Test
    void nobodyTakesTheNameOfAnotherInPlaceOfItsOwn() {
        PresenceList.Entry first = entry("alice", alice);
        PresenceList.Entry second = entry("bob", bob);
        roster.enter(first);
        roster.enter(second);
        timer.run();
        assertThat(roster.replace(second, entry("alice", bob))).isFalse();

        assertThat(roster.find("alice")).isSameAs(first);
        assertThat(roster.find("bob")).isSameAs(second);
        assertThat(bob.messages()).containsExactly("[alice, bob]");
    }

    @Test
    void nextListWaitsWhileMostDoNotTakeTheLast() {
        alice.hold();
        bob.hold();
        roster.enter(entry("alice", alice));
        roster.enter(entry("bob", bob));
        timer.run();
        roster.enter(entry("carol", carol));
        timer.pass();
        assertThat(carol.messages()).isEmpty();

        alice.letGo();
        timer.pass();
        assertThat(carol.messages()).containsExactly("[alice, bob, carol]");
        bob.letGo();
        alice.letGo();
    }

    @Test
    void nextListWaitsForNobodyForEver() {
        alice.hold();
        roster.enter(entry("alice", alice));
        timer.run();
        roster.enter(entry("bob", bob));
        for (int turn = 0; turn < 11; turn++) {
            assertThat(bob.messages()).isEmpty();
            timer.pass();
        }
        assertThat(bob.messages()).containsExactly("[alice, bob]");
        alice.letGo();
    }

    @Test
    void everybodyListedIsTold() {
        roster.enter(entry("alice", alice));
        timer.run();
        roster.tell("hello".getBytes(UTF_8));

        assertThat(alice.last()).isEqualTo("hello");
    }

    static PresenceList.Entry entry(String name, PeerLink link) {
        return new PresenceList.Entry(name, "192.0.2.1", new Introduction(name.getBytes(UTF_8)), link);
    }

    static byte[] listing(List<Introduction> introductions) {
        return introductions.stream()
                .map(introduction -> new String(introduction.encoded(), UTF_8))
                .collect(Collectors.joining(", ", "[", "]"))
                .getBytes(UTF_8);
    }
}
