package dev.ringdown.server.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.h2.store.fs.FileBase;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;

/** The disk, but it tells what was done to it, and is full when a test says so. */
public final class ObservedDisk extends FilePathWrapper {
    /** What a file name begins with to be here. */
    static final String SCHEME = "observed:";

    /** Every write and force, in order. */
    static final List<String> EVENTS = new CopyOnWriteArrayList<>();

    /** Whether writes fail. */
    static final AtomicBoolean FULL = new AtomicBoolean();

    /** Runs just before what was written is forced to the disk. */
    static volatile Runnable beforeForce = () -> {};

    /** From now on file names may begin with {@link #SCHEME}. */
    static void register() {
        FilePath.register(new ObservedDisk());
    }

    @Override
    public String getScheme() {
        return SCHEME.substring(0, SCHEME.length() - 1);
    }

    @Override
    public FileChannel open(String mode) throws IOException {
        return new Observed(super.open(mode));
    }

    private static final class Observed extends FileBase {
        private final FileChannel file;

        Observed(FileChannel file) {
            this.file = file;
        }

        private static void write() throws IOException {
            if (FULL.get()) {
                throw new IOException("no space left");
            }
            EVENTS.add("write");
        }

        @Override
        public int read(ByteBuffer target) throws IOException {
            return file.read(target);
        }

        @Override
        public synchronized int read(ByteBuffer target, long position) throws IOException {
            return file.read(target, position);
        }

        @Override
        public int write(ByteBuffer source) throws IOException {
            write();
            return file.write(source);
        }

        @Override
        public synchronized int write(ByteBuffer source, long position) throws IOException {
            write();
            return file.write(source, position);
        }

        @Override
        public long position() throws IOException {
            return file.position();
        }

        @Override
        public FileChannel position(long position) throws IOException {
            file.position(position);
            return this;
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public FileChannel truncate(long size) throws IOException {
            file.truncate(size);
            return this;
        }

        @Override
        public void force(boolean metadata) throws IOException {
            beforeForce.run();
            EVENTS.add("force");
            file.force(metadata);
        }

        @Override
        public FileLock tryLock(long position, long size, boolean shared) throws IOException {
            return file.tryLock(position, size, shared);
        }

        @Override
        protected void implCloseChannel() throws IOException {
            file.close();
        }
    }
}
