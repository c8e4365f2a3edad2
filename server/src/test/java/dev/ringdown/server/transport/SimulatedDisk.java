package dev.ringdown.server.transport;

import dev.ringdown.server.core.RoomStore;
import dev.ringdown.server.simulation.Actor;
import dev.ringdown.server.simulation.VirtualTimer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A store of rooms that forgets them, but answers as one with a disk does: later, on a thread of its own. */
final class SimulatedDisk implements RoomStore {
    private final VirtualTimer thread = new VirtualTimer("disk");

    Actor actor() {
        return thread.actor();
    }

    boolean isBusy() {
        return thread.isDue();
    }

    private CompletionStage<@Nullable Void> later() {
        CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
        thread.execute(() -> done.complete(null));
        return done;
    }

    @Override
    public @Nullable String fault() {
        return null;
    }

    /** It keeps nothing, so there is nothing to change. */
    @Override
    public CompletionStage<@Nullable StoredRoom> change(
            String id, UnaryOperator<StoredRoom> change, Consumer<StoredRoom> applied) {
        return later().thenApply(done -> null);
    }

    @Override
    public List<StoredRoom> rooms() {
        return List.of();
    }

    @Override
    public CompletionStage<Void> put(StoredRoom room) {
        return later().thenAccept(done -> {});
    }

    @Override
    public CompletionStage<Void> remove(String id) {
        return later().thenAccept(done -> {});
    }

    @Override
    public void close() {
        thread.end();
    }
}
