package dev.ringdown.protocol.cheery;

import dev.ringdown.protocol.Introduction;
import dev.ringdown.protocol.ProtocolException;
import java.util.List;

/** What the server says in the cheery dialect. */
public sealed interface CheeryEvent {
    /** {@code user_list}, to all who are registered: who that is now, in the order of registration. */
    record UserList(List<Introduction> users) implements CheeryEvent {}

    /** {@code ip_response}: where the one is that was asked for. */
    record IpResponse(String target, String ip) implements CheeryEvent {}

    /** {@code ip_response} with an error: nobody is registered under that name. */
    record UserOffline(String target) implements CheeryEvent {}

    /** {@code ping}: is the client there? */
    record Ping() implements CheeryEvent {}

    /** {@code pong}: the answer to a client's {@code ping}. */
    record Pong() implements CheeryEvent {}

    /** {@code error}: something the client sent was refused. */
    record Refused(ProtocolException error) implements CheeryEvent {}
}
