/**
 * A server of the rooms and pair protocols as tutorials on Netty write one: its stock handlers, one text frame object a
 * message, a tree of JSON nodes, a flush for each message, state in concurrent maps. To be compared with; it checks
 * next to nothing.
 */
@NullMarked
package dev.ringdown.benchmarks.tutorial;

import org.jspecify.annotations.NullMarked;
