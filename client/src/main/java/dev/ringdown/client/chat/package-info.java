/**
 * The chat of the bridge dialect behind {@code ringdown chat}: the server says who waits where, and the text then goes
 * from peer to peer over TCP, as the older client sends it.
 *
 * <p>{@link dev.ringdown.client.chat.Prompt} obeys the person on its thread. {@link dev.ringdown.client.chat.Phone}
 * waits for calls on another and holds every {@link dev.ringdown.client.chat.Call} that is open, each of which listens to its
 * peer on one of its own. All of them write to the one {@link dev.ringdown.client.chat.Screen}, which lets nothing of a peer's
 * steer the terminal.
 */
@NullMarked
package dev.ringdown.client.chat;

import org.jspecify.annotations.NullMarked;
