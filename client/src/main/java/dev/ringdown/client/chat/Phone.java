package dev.ringdown.client.chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ringdown.protocol.bridge.Address;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Waits for calls, makes calls, and holds the one that is open. A peer that calls while another chat is open is told so
 * and hung up on; a call of one's own takes the place of the open one, once it is answered.
 *
 * <p>Calls come in on a thread of the phone's own; everything else belongs to the thread of the prompt.
 */
final class Phone implements Call.Listener, AutoCloseable {
    private static final int CONNECT_TIMEOUT_MILLIS = 5000;
    private static final int BUSY_TIMEOUT_MILLIS = 1000;
    private static final int BUSY_MAX_BYTES = 65_536;

    private final ServerSocket door;
    private final String owner;
    private final Screen screen;
    private final Thread doorkeeper;

    /** The open call, or null. Put there under this phone's lock and started before that is given back; any thread ends it. */
    private final AtomicReference<@Nullable Call> open = new AtomicReference<>();

    /**
     * @param door bound; closed with the phone
     * @param owner whose phone it is, for callers who find it busy
     * @param screen gets what peers say, and the news of calls
     */
    Phone(ServerSocket door, String owner, Screen screen) {
        this.door = door;
        this.owner = owner;
        this.screen = screen;
        this.doorkeeper = Thread.ofVirtual().name("phone").start(this::takeCalls);
    }

    /**
     * Calls a peer, and hangs up on the one that was on the phone till then. On failure that one stays.
     *
     * @throws IOException when the peer can't be reached within {@value #CONNECT_TIMEOUT_MILLIS} ms
     */
    void call(Address address) throws IOException {
        InetSocketAddress target = new InetSocketAddress(address.host(), address.port());
        if (isOwn(target)) {
            screen.print(address + " is your own phone.");
            return;
        }
        Socket socket = new Socket();
        Call next;
        try {
            socket.connect(target, CONNECT_TIMEOUT_MILLIS);
            next = new Call(address.toString(), socket, this, System::nanoTime);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
        turnTo(next);
    }

    private synchronized void turnTo(Call next) {
        Call before = open.getAndSet(next);
        if (before != null) {
            before.hangUp();
            screen.print("You hung up on " + before.peer() + ".");
        }
        screen.print("Connected to " + next.peer() + ". Talk with /msg.");
        next.start();
    }

    private boolean isOwn(InetSocketAddress target) throws IOException {
        if (target.getPort() != door.getLocalPort() || target.isUnresolved()) {
            return false;
        }
        InetAddress own = door.getInetAddress();
        return own.equals(target.getAddress())
                || (own.isAnyLocalAddress() && NetworkInterface.getByInetAddress(target.getAddress()) != null);
    }

    /** Sends a message to the peer, if there is one. */
    void say(String message) {
        Call call = open.get();
        if (call == null) {
            screen.print("Nobody is on the phone. Call with /chat IP:PORT, or wait to be called.");
            return;
        }
        try {
            call.say(message);
        } catch (IOException e) {
            screen.print("Not delivered: " + call.peer() + " is gone.");
        }
    }

    @Override
    public void heard(String line) {
        screen.print("peer: " + line);
    }

    @Override
    public void ended(Call call) {
        if (open.compareAndSet(call, null)) {
            screen.print(call.peer() + " hung up.");
        }
    }

    private void takeCalls() {
        while (!door.isClosed()) {
            try {
                take(door.accept());
            } catch (IOException e) {
                if (!door.isClosed()) {
                    screen.print("You can't be called any more: " + Trouble.of(e) + ".");
                    return;
                }
            }
        }
    }

    private void take(Socket socket) {
        try {
            Address caller = new Address(hostOf(socket.getInetAddress()), socket.getPort());
            Call call = new Call(caller.toString(), socket, this, System::nanoTime);
            if (!isTaken(call)) {
                Thread.ofVirtual().name("busy-" + caller).start(() -> refuse(socket));
            }
        } catch (IOException e) {
            // the caller was gone before it was heard
        }
    }

    private synchronized boolean isTaken(Call call) {
        if (!open.compareAndSet(null, call)) {
            return false;
        }
        screen.print(call.peer() + " calls. Answer with /msg.");
        call.start();
        return true;
    }

    private static String hostOf(InetAddress address) {
        String text = address.getHostAddress();
        int zone = text.indexOf('%');
        return zone < 0 ? text : text.substring(0, zone);
    }

    /** Says why, and reads what the caller has said already: closing before that would take the answer from it. */
    private void refuse(Socket caller) {
        try (caller) {
            caller.setSoTimeout(BUSY_TIMEOUT_MILLIS);
            caller.getOutputStream().write((owner + " is in another chat; try again later.").getBytes(UTF_8));
            caller.shutdownOutput();
            caller.getInputStream().readNBytes(BUSY_MAX_BYTES);
        } catch (IOException e) {
            // it needn't know
        }
    }

    /** Takes no more calls and hangs up. */
    @Override
    public void close() {
        try {
            door.close();
            doorkeeper.join();
        } catch (IOException e) {
            // the port is free all the same
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Call call = open.getAndSet(null);
        if (call != null) {
            call.hangUp();
        }
    }
}
