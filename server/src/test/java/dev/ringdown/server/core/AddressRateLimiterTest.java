package dev.ringdown.server.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class AddressRateLimiterTest {
    private final AtomicLong now = new AtomicLong(-5);
    private final AddressRateLimiter budget = new AddressRateLimiter(2, false, now::get);

    @Test
    void anAddressMaySpendSoMuchWithinAMinuteAndTheNextMinuteAgain() throws Exception {
        InetAddress address = address("192.0.2.1");
        assertThat(budget.isSpent(address)).isFalse();
        assertThat(budget.spend(address)).isTrue();
        assertThat(budget.isSpent(address)).isFalse();
        assertThat(budget.spend(address)).isTrue();
        assertThat(budget.isSpent(address)).isTrue();
        assertThat(budget.spend(address)).isFalse();

        now.addAndGet(Duration.ofMinutes(1).toNanos() - 1);
        assertThat(budget.isSpent(address)).isTrue();
        assertThat(budget.spend(address)).isFalse();
        now.addAndGet(1);
        assertThat(budget.isSpent(address)).isFalse();
        assertThat(budget.spend(address)).isTrue();
    }

    @Test
    void anotherAddressHasABudgetOfItsOwnButNotAnotherOfTheSame64Bits() throws Exception {
        spendAll("2001:db8:0:1::1");
        assertThat(budget.isSpent(address("2001:db8:0:1::2"))).isTrue();
        assertThat(budget.spend(address("2001:db8:0:1:ffff::"))).isFalse();
        assertThat(budget.isSpent(address("2001:db8:0:2::1"))).isFalse();
        assertThat(budget.spend(address("2001:db8:0:2::1"))).isTrue();
        assertThat(budget.spend(address("192.0.2.1"))).isTrue();
    }

    @Test
    void privateAddressesAreHeldBackOnlyIfThatIsWanted() throws Exception {
        spendAll("127.0.0.1");
        assertThat(budget.spend(address("127.0.0.1"))).isTrue();
        assertThat(budget.isSpent(address("127.0.0.1"))).isFalse();

        AddressRateLimiter ofAll = new AddressRateLimiter(1, true, now::get);
        assertThat(ofAll.spend(address("127.0.0.1"))).isTrue();
        assertThat(ofAll.isSpent(address("127.0.0.1"))).isTrue();
        assertThat(ofAll.spend(address("127.0.0.1"))).isFalse();
    }

    @Test
    void zeroIsNoLimit() throws Exception {
        AddressRateLimiter unlimited = new AddressRateLimiter(0, true, now::get);
        assertThat(unlimited.spend(address("192.0.2.1"))).isTrue();
        assertThat(unlimited.isSpent(address("192.0.2.1"))).isFalse();
    }

    @Test
    void moreNetworksThanAreCountedAreNotHeldBack() throws Exception {
        AddressRateLimiter once = new AddressRateLimiter(1, false, now::get);
        for (int i = 0; i < 100_000; i++) {
            once.spend(numbered(i));
        }
        assertThat(once.spend(numbered(99_999))).isFalse();
        assertThat(once.spend(numbered(100_000))).isTrue();
        assertThat(once.spend(numbered(100_000))).isTrue();
    }

    @Test
    void whoComesBackAfterTheTimeThatItIsToldHasSomethingLeft() {
        for (int second = 0; second < 60; second++) {
            int left = 60 - second;
            assertThat(budget.retryAfterSeconds()).isBetween(left, left + 11);
            now.addAndGet(Duration.ofSeconds(1).toNanos());
        }
    }

    private void spendAll(String address) throws UnknownHostException {
        assertThat(budget.spend(address(address))).isTrue();
        assertThat(budget.spend(address(address))).isTrue();
    }

    private static InetAddress address(String text) throws UnknownHostException {
        return InetAddress.getByName(text);
    }

    private static InetAddress numbered(int i) throws UnknownHostException {
        return InetAddress.getByAddress(new byte[] {50, (byte) (i >> 16), (byte) (i >> 8), (byte) i});
    }
}
