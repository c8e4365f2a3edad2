/**
 * The load generator behind {@code ringdown load}: it opens peers in rooms, relays between them, and verifies every
 * message that arrives.
 *
 * <p>The way of a message: {@link dev.ringdown.client.load.LoadPeer} writes what
 * {@link dev.ringdown.client.load.FrameWriter} renders for a {@link dev.ringdown.client.load.Link}; on arrival
 * {@link dev.ringdown.client.load.Verification} renders what should have come and compares. When a message is sent is
 * the business of a {@link dev.ringdown.client.load.Workload}.
 *
 * <p>A room lives on one event loop with all its peers, so nothing here is shared between threads:
 * {@link dev.ringdown.client.load.LoadRun} asks each {@link dev.ringdown.client.load.LoadLoop} on its own thread.
 */
@NullMarked
package dev.ringdown.client.load;

import org.jspecify.annotations.NullMarked;
