package dev.ringdown.protocol.vyoma;

import dev.ringdown.protocol.ProtocolException;

/** What a client of the vyoma dialect is told. */
public sealed interface VyomaEvent {
    /** {@code waiting}: nobody else is there yet. */
    record Waiting() implements VyomaEvent {}

    /**
     * {@code paired}: somebody is there.
     *
     * @param initiator whether this client makes the WebRTC offer, if the two want to go on directly; of two who are paired
     *     exactly one is told so
     * @param partner how the other one speaks
     */
    record Paired(boolean initiator, Format partner) implements VyomaEvent {}

    /** {@code partner_left}: the other one is gone, or looks for somebody else. */
    record PartnerLeft() implements VyomaEvent {}

    /** {@code message}: the other one, who speaks another format, said something. */
    record Message(String text) implements VyomaEvent {}

    /** {@code error}: something the client sent was refused. */
    record Refused(ProtocolException error) implements VyomaEvent {}
}
