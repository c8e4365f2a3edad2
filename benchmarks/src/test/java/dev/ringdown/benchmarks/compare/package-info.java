@NullMarked
package dev.ringdown.benchmarks.compare;

import org.jspecify.annotations.NullMarked;
