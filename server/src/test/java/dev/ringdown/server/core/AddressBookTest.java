package dev.ringdown.server.core;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ringdown.protocol.bridge.Address;
import dev.ringdown.protocol.bridge.Contact;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class AddressBookTest {
    private static final Duration LIFETIME = Duration.ofMinutes(1);

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicInteger written = new AtomicInteger();
    private final AddressBook book = book(3);

    private AddressBook book(int maxEntries) {
        return new AddressBook(LIFETIME, maxEntries, nanos::get, contacts -> {
            written.incrementAndGet();
            return contacts.stream()
                    .map(contact -> contact.clientId() + ":" + contact.address().port())
                    .collect(Collectors.joining(" "))
                    .getBytes(UTF_8);
        });
    }

    private boolean register(String name, int port) {
        return book.register(contact(name, port));
    }

    private static Contact contact(String name, int port) {
        return new Contact(name, new Address("127.0.0.1", port));
    }

    private void pass(int seconds) {
        nanos.addAndGet(Duration.ofSeconds(seconds).toNanos());
    }

    private String list() {
        return new String(book.list(), UTF_8);
    }

    @Test
    void keepsTheOrderOfRegistrationAndThePlaceOfWhoRegistersAgain() {
        register("alice", 1);
        register("bob", 2);
        register("carol", 3);
        register("alice", 4);

        assertThat(list()).isEqualTo("alice:4 bob:2 carol:3");
        assertThat(book.find("alice")).isEqualTo(contact("alice", 4));
        assertThat(book.find("dora")).isNull();
        assertThat(book.firstOtherThan("bob")).isEqualTo(contact("alice", 4));
        assertThat(book.firstOtherThan("alice")).isEqualTo(contact("bob", 2));
        assertThat(book.firstOtherThan("")).isEqualTo(contact("alice", 4));
    }

    @Test
    void forgetsARegistrationAfterItsTimeUnlessItIsMadeAgain() {
        register("alice", 1);
        pass(10);
        register("bob", 2);
        pass(40);
        register("alice", 3);
        pass(20);

        assertThat(book.find("bob")).isNull();
        assertThat(list()).isEqualTo("alice:3");
        assertThat(book.firstOtherThan("alice")).isNull();
        pass(39);
        assertThat(book.firstOtherThan("bob")).isEqualTo(contact("alice", 3));
        pass(1);
        assertThat(book.firstOtherThan("bob")).isNull();
        assertThat(list()).isEmpty();
    }

    @Test
    void whoRegistersAfterItsTimeIsTheLast() {
        register("alice", 1);
        pass(30);
        register("bob", 2);
        pass(30);
        register("alice", 3);

        assertThat(list()).isEqualTo("bob:2 alice:3");
    }

    @Test
    void isFullOfWhoIsThereAndNotOfWhoseTimeIsOver() {
        register("alice", 1);
        pass(20);
        register("bob", 2);
        register("carol", 3);
        assertThat(register("dora", 4)).isFalse();
        assertThat(register("alice", 5)).isTrue();
        pass(40);
        assertThat(list()).isEqualTo("alice:5 bob:2 carol:3");
        assertThat(register("dora", 6)).isFalse();
        pass(20);

        assertThat(register("dora", 7)).isTrue();
        assertThat(register("eve", 8)).isTrue();
        assertThat(register("frank", 9)).isTrue();
        assertThat(register("grace", 10)).isFalse();
        assertThat(list()).isEqualTo("dora:7 eve:8 frank:9");
    }

    @Test
    void writesAListOnceForEachChange() {
        register("alice", 1);
        byte[] first = book.list();
        assertThat(book.list()).isSameAs(first);
        assertThat(written).hasValue(1);

        register("bob", 2);
        assertThat(list()).isEqualTo("alice:1 bob:2");
        pass(60);
        assertThat(list()).isEmpty();
        assertThat(list()).isEmpty();
        assertThat(written).hasValue(3);
    }

    /** The end of a time that was begun anew is none: nothing of that registration is left to end. */
    @Test
    void nothingIsLeftOfARegistrationThatWasMadeAgain() {
        register("alice", 1);
        pass(30);
        register("alice", 1);
        byte[] first = book.list();
        pass(40);
        assertThat(book.list()).isSameAs(first);
        assertThat(written).hasValue(1);
        pass(20);
        assertThat(list()).isEmpty();
    }

    /** Loops register the same names at once while the time goes on: what the orders say is what the names say. */
    @Test
    void agreesWithItselfWhoeverRegistersAtOnce() throws Exception {
        int threads = 4;
        int names = 6;
        for (int round = 0; round < 200; round++) {
            AddressBook shared = book(names - 1);
            CyclicBarrier start = new CyclicBarrier(threads);
            List<Future<?>> runs = new ArrayList<>();
            try (ExecutorService loops = Executors.newFixedThreadPool(threads)) {
                for (int thread = 0; thread < threads; thread++) {
                    SplittableRandom random = new SplittableRandom(round * 31L + thread);
                    runs.add(loops.submit(() -> {
                        start.await();
                        for (int step = 0; step < 50; step++) {
                            shared.register(contact("name" + random.nextInt(names), random.nextInt(1000)));
                            if (random.nextInt(10) == 0) {
                                pass(10);
                            }
                        }
                        return null;
                    }));
                }
                for (Future<?> run : runs) {
                    run.get();
                }
            }
            String list = new String(shared.list(), UTF_8);
            List<String> listed = list.isEmpty() ? List.of() : List.of(list.split(" "));
            List<String> found = new ArrayList<>();
            for (int name = 0; name < names; name++) {
                Contact contact = shared.find("name" + name);
                if (contact != null) {
                    found.add(contact.clientId() + ":" + contact.address().port());
                }
            }
            assertThat(listed).as("round %d", round).containsExactlyInAnyOrderElementsOf(found);
            assertThat(shared.size())
                    .as("round %d", round)
                    .isEqualTo(found.size())
                    .isLessThan(names);
            pass(60);
            assertThat(shared.firstOtherThan("")).as("round %d", round).isNull();
            assertThat(shared.size()).as("round %d", round).isZero();
        }
    }
}
