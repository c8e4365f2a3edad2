package dev.ringdown.client.chat;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;

/** What went wrong on the network, for somebody who doesn't read stack traces. */
final class Trouble {
    private Trouble() {}

    /** Half a sentence, without a capital and a full stop. */
    static String of(IOException e) {
        return switch (e) {
            case UnknownHostException unknown -> "there is no host of that name";
            case SocketTimeoutException late -> "no answer in time";
            case BindException bound -> "the port is in use, or the address is not one of this machine";
            case NoRouteToHostException nowhere -> "there is no way to that address";
            case ConnectException refused -> "nobody listens there";
            default -> e.getMessage() == null ? "the connection broke" : e.getMessage();
        };
    }
}
