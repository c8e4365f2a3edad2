@NullMarked
package dev.ringdown.benchmarks;

import org.jspecify.annotations.NullMarked;
