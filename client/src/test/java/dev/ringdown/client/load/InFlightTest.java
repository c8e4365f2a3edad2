package dev.ringdown.client.load;

import static dev.ringdown.client.load.InFlight.Arrival.IN_ORDER;
import static dev.ringdown.client.load.InFlight.Arrival.LATE;
import static dev.ringdown.client.load.InFlight.Arrival.NEVER_SENT;
import static dev.ringdown.client.load.InFlight.Arrival.REPEATED;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class InFlightTest {
    private final InFlight flight = new InFlight();

    @Test
    void keepsTheIntendedTimesHoweverManyAreUnderWay() {
        for (int i = 0; i < 1000; i++) {
            assertThat(flight.depart(10L * i)).isEqualTo(i);
        }
        for (int i = 0; i < 1000; i++) {
            assertThat(flight.arrival(i)).isEqualTo(IN_ORDER);
            assertThat(flight.land(i)).isEqualTo(10L * i);
        }
        assertThat(flight.missing()).isZero();
    }

    @Test
    void tellsLateFromRepeatedFromNeverSent() {
        for (int i = 0; i < 5; i++) {
            flight.depart(i);
        }
        flight.land(0);
        flight.land(3);

        assertThat(flight.arrival(0)).isEqualTo(REPEATED);
        assertThat(flight.arrival(1)).isEqualTo(LATE);
        assertThat(flight.arrival(3)).isEqualTo(REPEATED);
        assertThat(flight.arrival(4)).isEqualTo(IN_ORDER);
        assertThat(flight.arrival(5)).isEqualTo(NEVER_SENT);
        assertThat(flight.arrival(-1)).isEqualTo(NEVER_SENT);
        assertThat(flight.due()).isEqualTo(4);
        assertThat(flight.missing()).isEqualTo(3);
    }

    @Test
    void countsALossForeverWithoutKeepingEverythingAfterIt() {
        flight.depart(0);
        for (int i = 1; i < 200_000; i++) {
            flight.depart(i);
            flight.land(i);
        }

        assertThat(flight.missing()).isEqualTo(1);
        assertThat(flight.arrival(0)).isEqualTo(REPEATED);
        assertThat(flight.arrival(199_999)).isEqualTo(REPEATED);
    }
}
