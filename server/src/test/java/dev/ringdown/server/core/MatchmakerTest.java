package dev.ringdown.server.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MatchmakerTest {
    private final Matchmaker<String> matchmaker = new Matchmaker<>();

    @Test
    void pairsTwoAndTwoInTheOrderInWhichTheyCome() {
        assertThat(matchmaker.meet("a")).isNull();
        assertThat(matchmaker.meet("b")).isEqualTo("a");
        assertThat(matchmaker.meet("c")).isNull();
        assertThat(matchmaker.meet("d")).isEqualTo("c");
    }

    @Test
    void pairsNobodyWithOneWhoHasLeft() {
        assertThat(matchmaker.meet("a")).isNull();
        assertThat(matchmaker.leave("a")).isTrue();
        assertThat(matchmaker.meet("b")).isNull();
        assertThat(matchmaker.meet("c")).isEqualTo("b");
    }

    @Test
    void whoIsPairedCannotLeaveAnyMore() {
        matchmaker.meet("a");
        matchmaker.meet("b");
        assertThat(matchmaker.leave("a")).isFalse();
        assertThat(matchmaker.meet("c")).isNull();
        assertThat(matchmaker.leave("a")).isFalse();
        assertThat(matchmaker.meet("d")).isEqualTo("c");
    }
}
