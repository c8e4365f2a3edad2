package dev.ringdown.server.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ringdown.server.core.RoomStore.StoredRoom;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of a room store, and how they are known to be whole. One thread at a time.
 *
 * <pre>
 *   rooms.mv     an MVStore with two maps: the rooms by id, each text behind its checksum; and how many rooms there are in
 *                which generation, a number that grows by one with each write
 *   rooms.seal   the generation that was last acknowledged, in decimal
 * </pre>
 *
 * <p>The store itself falls back to an earlier generation where the last one is damaged, which is right after a crash in
 * mid-write and wrong where somebody was told that a room is kept. The seal tells the two apart.
 */
final class RoomFile implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RoomFile.class);
    private static final String GENERATION = "generation";
    private static final String COUNT = "count";
    private static final int CHECKSUM_LENGTH = 8;
    private static final int COMPACT_EVERY = 256;
    private static final int COMPACT_BELOW_PERCENT = 50;
    private static final int COMPACT_BYTES = 1 << 20;

    private final Path file;
    private final Path seal;
    /** Of the file, as the store has it. */
    private final String name;

    private @Nullable MVStore store;

    RoomFile(Path directory) {
        this(directory, "");
    }

    /**
     * @param scheme of the store's file system, such as that of a test; empty for the usual one
     */
    RoomFile(Path directory, String scheme) {
        this.file = directory.resolve("rooms.mv");
        this.seal = directory.resolve("rooms.seal");
        this.name = scheme + file;
    }

    /**
     * Reads and checks everything, without writing a byte, and only then opens the file for writing.
     *
     * @throws IOException if it is damaged, or another process has it; nothing was changed
     */
    List<StoredRoom> open() throws IOException {
        List<StoredRoom> rooms = new ArrayList<>();
        try {
            long sealed = sealed();
            long found = Files.exists(file) && Files.size(file) > 0 ? read(rooms) : 0;
            if (found < sealed) {
                throw new IOException("writes up to %d were acknowledged, but only those up to %d are there"
                        .formatted(sealed, found));
            }
            store = writable();
        } catch (IOException | RuntimeException | AssertionError damaged) {
            throw new IOException(
                    "The room store %s cannot be used: %s. It was left as it is; put a copy of %s and %s back, or move both away to start without rooms."
                            .formatted(file, firstLine(damaged), file.getFileName(), seal.getFileName()),
                    damaged);
        }
        return rooms;
    }

    private static String firstLine(Throwable damaged) {
        String message = damaged.getMessage();
        return message == null
                ? damaged.getClass().getSimpleName()
                : message.lines().findFirst().orElse("");
    }

    private long sealed() throws IOException {
        String text = Files.exists(seal) ? Files.readString(seal).strip() : "";
        return text.isEmpty() ? 0 : Long.parseLong(text);
    }

    private long read(List<StoredRoom> rooms) throws IOException {
        MVStore readable =
                new MVStore.Builder().fileName(file.toString()).readOnly().open();
        try {
            MVMap<String, String> texts = readable.openMap("rooms");
            MVMap<String, Long> counts = readable.openMap("counts");
            for (Map.Entry<String, String> entry : texts.entrySet()) {
                String text = entry.getValue();
                String room = text.substring(Math.min(CHECKSUM_LENGTH, text.length()));
                if (!text.startsWith(checksum(entry.getKey(), room))) {
                    throw new IOException("a room does not match its checksum");
                }
                rooms.add(RoomText.read(entry.getKey(), room));
            }
            if (counts.getOrDefault(COUNT, 0L) != rooms.size()) {
                throw new IOException("%d rooms were written, but %d are there"
                        .formatted(counts.getOrDefault(COUNT, 0L), rooms.size()));
            }
            return counts.getOrDefault(GENERATION, 0L);
        } finally {
            readable.closeImmediately();
        }
    }

    private MVStore writable() {
        return new MVStore.Builder().fileName(name).autoCommitDisabled().open();
    }

    /**
     * A room as it is kept.
     *
     * @return null if it is not
     * @throws IOException if it cannot be read
     */
    @Nullable
    StoredRoom find(String id) throws IOException {
        try {
            String text = opened().<String, String>openMap("rooms").get(id);
            return text == null ? null : RoomText.read(id, text.substring(CHECKSUM_LENGTH));
        } catch (MVStoreException failed) {
            abandon();
            throw new IOException(firstLine(failed), failed);
        }
    }

    private MVStore opened() throws IOException {
        MVStore open = store;
        if (open == null) {
            open = writable();
            store = open;
        }
        if (open.isReadOnly()) {
            abandon();
            throw new IOException(file + " can only be read");
        }
        return open;
    }

    /**
     * Writes changes, all of them or none: they are on the disk when this returns.
     *
     * @param changes rooms by id; null for one that is to be removed
     * @throws IOException if the disk does not take them; the next call starts from what was written before
     */
    void write(Map<String, @Nullable StoredRoom> changes) throws IOException {
        try {
            MVStore open = opened();
            MVMap<String, String> texts = open.openMap("rooms");
            changes.forEach((id, room) -> {
                if (room == null) {
                    texts.remove(id);
                } else {
                    String text = RoomText.write(room);
                    texts.put(id, checksum(id, text) + text);
                }
            });
            MVMap<String, Long> counts = open.openMap("counts");
            counts.put(COUNT, texts.sizeAsLong());
            long generation = counts.getOrDefault(GENERATION, 0L) + 1;
            counts.put(GENERATION, generation);
            open.commit();
            open.sync();
            seal(generation);
            if (generation % COMPACT_EVERY == 0) {
                open.compact(COMPACT_BELOW_PERCENT, COMPACT_BYTES);
            }
        } catch (MVStoreException failed) {
            abandon();
            throw new IOException(firstLine(failed), failed);
        }
    }

    /**
     * Notes that a generation is about to be acknowledged. In place, so that a full disk leaves the last note whole; if it
     * cannot be written, an earlier one stands, which is true as well.
     */
    private void seal(long generation) {
        ByteBuffer text = ByteBuffer.wrap("%019d\n".formatted(generation).getBytes(UTF_8));
        try (FileChannel channel = FileChannel.open(seal, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.write(text, 0);
        } catch (IOException failure) {
            LOG.warn("{} could not be written: {}", seal, failure.getMessage());
        }
    }

    /** A store that has failed once takes nothing any more: it is opened anew for the next write. */
    private void abandon() {
        if (store != null) {
            store.closeImmediately();
            store = null;
        }
    }

    private static String checksum(String id, String text) {
        CRC32 crc = new CRC32();
        crc.update(id.getBytes(UTF_8));
        crc.update(text.getBytes(UTF_8));
        return HexFormat.of().toHexDigits((int) crc.getValue());
    }

    @Override
    public void close() {
        if (store != null) {
            store.close();
            store = null;
        }
    }
}
