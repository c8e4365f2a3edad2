package dev.ringdown.server.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringdown.server.config.LimitSettings;
import dev.ringdown.server.security.Admission.Place;
import dev.ringdown.server.security.Admission.Refusal;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class AdmissionTest {
    private static final String ONE = "192.0.2.1";
    private static final String OTHER = "192.0.2.2";

    @Test
    void aPlaceIsFreeAgainWhenItsConnectionIsGoneAndOnlyThen() throws Exception {
        Admission admission = admission(0, 2, 0);
        Place first = enter(admission, ONE);
        Place second = enter(admission, ONE);
        assertThat(refusal(admission, ONE)).isEqualTo(Refusal.TOO_MANY_FROM_ADDRESS);

        first.leave();
        assertThat(admission.connections()).isOne();
        enter(admission, ONE);
        // one that left frees one place, not all of its address
        assertThat(refusal(admission, ONE)).isEqualTo(Refusal.TOO_MANY_FROM_ADDRESS);

        first.leave();
        assertThat(admission.connections()).isEqualTo(2);
        assertThat(refusal(admission, ONE)).isEqualTo(Refusal.TOO_MANY_FROM_ADDRESS);
        second.leave();
        enter(admission, ONE);
    }

    @Test
    void anAddressHasAllItsPlacesAgainWhenAllAreGone() throws Exception {
        Admission admission = admission(0, 2, 0);
        for (int round = 0; round < 3; round++) {
            Place first = enter(admission, ONE);
            Place second = enter(admission, ONE);
            first.leave();
            second.leave();
            assertThat(admission.connections()).isZero();
        }
    }

    @Test
    void anIpv6CustomerIsOneAddress() throws Exception {
        Admission admission = admission(0, 1, 0);
        enter(admission, "2001:db8:0:1::1");
        assertThat(refusal(admission, "2001:db8:0:1::2")).isEqualTo(Refusal.TOO_MANY_FROM_ADDRESS);
        enter(admission, "2001:db8:0:2::1");
    }

    @Test
    void whoIsRefusedTakesNobodysPlace() throws Exception {
        Admission admission = admission(3, 2, 0);
        enter(admission, ONE);
        enter(admission, ONE);
        for (int i = 0; i < 100; i++) {
            assertThat(admission.enter(address(ONE)).refusal()).isEqualTo(Refusal.TOO_MANY_FROM_ADDRESS);
        }
        assertThat(admission.connections()).isEqualTo(2);
        enter(admission, OTHER);
        assertThat(admission.connections()).isEqualTo(3);
    }

    @Test
    void whoIsRefusedSinceAllPlacesAreTakenTakesNoneOfItsAddress() throws Exception {
        Admission admission = admission(1, 1, 0);
        Place first = enter(admission, ONE);
        assertThat(refusal(admission, OTHER)).isEqualTo(Refusal.FULL);
        assertThat(refusal(admission, OTHER)).isEqualTo(Refusal.FULL);
        first.leave();
        enter(admission, OTHER);
    }

    @Test
    void anAddressMayComeOnlySoOftenWithinAMinute() throws Exception {
        Admission admission = admission(0, 0, 2);
        enter(admission, ONE).leave();
        enter(admission, ONE).leave();
        assertThat(refusal(admission, ONE)).isEqualTo(Refusal.TOO_OFTEN_FROM_ADDRESS);
        enter(admission, OTHER);
        assertThat(admission.connections()).isOne();
    }

    @Test
    void privateAddressesAreCountedOnlyIfThatIsWanted() throws Exception {
        Admission admission = new Admission(3, new LimitSettings(3, 1, 1, false, 0));
        enter(admission, "127.0.0.1");
        enter(admission, "127.0.0.1");
        enter(admission, "10.0.0.1");
        assertThat(refusal(admission, "127.0.0.1")).isEqualTo(Refusal.FULL);
    }

    @Test
    void refusalsHaveTheStatusThatSaysSo() {
        assertThat(Refusal.FULL.status()).isEqualTo(503);
        assertThat(Refusal.TOO_MANY_FROM_ADDRESS.status()).isEqualTo(429);
        assertThat(Refusal.TOO_OFTEN_FROM_ADDRESS.status()).isEqualTo(429);
    }

    private static Admission admission(int max, int perAddress, int perMinute) {
        return new Admission(max, new LimitSettings(max, perAddress, perMinute, true, 0));
    }

    private static Place enter(Admission admission, String address) throws UnknownHostException {
        Place place = admission.enter(address(address));
        assertThat(place.refusal()).isNull();
        return place;
    }

    private static @Nullable Refusal refusal(Admission admission, String address) throws UnknownHostException {
        Place place = admission.enter(address(address));
        Refusal refusal = place.refusal();
        place.leave();
        return refusal;
    }

    private static InetAddress address(String text) throws UnknownHostException {
        return InetAddress.getByName(text);
    }
}
