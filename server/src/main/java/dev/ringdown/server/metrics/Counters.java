package dev.ringdown.server.metrics;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A table of counters that one thread writes and any thread reads: a row for each dialect, a column for each thing
 * counted. An addition is a plain load, add and opaque store; a reader sees each counter whole and at most a moment old.
 */
public final class Counters {
    private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(long[].class);

    private final long[] cells;
    private final int columns;

    /**
     * @param rows number of dialects
     * @param columns number of things counted for each
     */
    public Counters(int rows, int columns) {
        this.cells = new long[rows * columns];
        this.columns = columns;
    }

    /** Adds to a counter. Only ever called by the one thread that owns this table. */
    public void add(int row, int column, long amount) {
        int cell = row * columns + column;
        CELL.setOpaque(cells, cell, cells[cell] + amount);
    }

    /** Adds to a counter of the way of a frame; as {@link #add(int, int, long)}. */
    public void add(int row, Count count, long amount) {
        add(row, count.ordinal(), amount);
    }

    /** Reads a counter, from any thread. */
    public long get(int row, int column) {
        return (long) CELL.getOpaque(cells, row * columns + column);
    }
}
