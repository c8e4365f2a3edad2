package dev.ringdown.client.chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ringdown.protocol.bridge.Address;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Waits for calls, makes calls, and holds those that are open: one of its own, and any number of callers up to a limit. All
 * of them are heard. What is said goes to the peer that was called, or else to the first of the callers.
 *
 * <p>So a conversation with the older client works both ways: that one speaks only on a call that it made itself, and reads
 * on every call, its own and those of others.
 *
 * <p>Calls come in on a thread of the phone's own; everything else belongs to the thread of the prompt.
 */
final class Phone implements Call.Listener, AutoCloseable {
    /** Callers at once; a further one is told to try again. */
    static final int MAX_CALLERS = 32;

    private static final int CONNECT_TIMEOUT_MILLIS = 5000;
    private static final int BUSY_TIMEOUT_MILLIS = 1000;
    private static final int BUSY_MAX_BYTES = 65_536;

    private final ServerSocket door;
    private final String owner;
    private final Screen screen;
    private final Thread doorkeeper;

    // under this phone's lock, as the news of them is
    private @Nullable Call own;
    private final List<Call> callers = new ArrayList<>();

    /**
     * @param door bound; closed with the phone
     * @param owner whose phone it is, for callers who are too many
     * @param screen gets what peers say, and the news of calls
     */
    Phone(ServerSocket door, String owner, Screen screen) {
        this.door = door;
        this.owner = owner;
        this.screen = screen;
        this.doorkeeper = Thread.ofVirtual().name("phone").start(this::takeCalls);
    }

    /**
     * Calls a peer, and hangs up on the one that was called before; callers stay. On failure nothing changes.
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

    private void turnTo(Call next) {
        Call before;
        synchronized (this) {
            before = own;
            own = next;
        }
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

    /** Sends a message to the peer that was called, or else to the first caller, if there is any. */
    void say(String message) {
        Call call = listener();
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

    /** Who hears what is said. */
    private synchronized @Nullable Call listener() {
        return own != null || callers.isEmpty() ? own : callers.getFirst();
    }

    @Override
    public synchronized void heard(Call call, String line) {
        screen.print((call == listener() ? "peer" : call.peer()) + ": " + line);
    }

    @Override
    public synchronized void ended(Call call) {
        Call listener = listener();
        if (call == own) {
            own = null;
        } else if (!callers.remove(call)) {
            return;
        }
        Call next = listener();
        String turn = next == null || next == listener ? "" : " /msg goes to " + next.peer() + " now.";
        screen.print(call.peer() + " hung up." + turn);
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
        if (callers.size() == MAX_CALLERS) {
            return false;
        }
        Call listener = listener();
        callers.add(call);
        screen.print(call.peer()
                + (listener == null
                        ? " calls. Answer with /msg."
                        : " calls, too. /msg goes to " + listener.peer() + "."));
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
            caller.getOutputStream().write((owner + " has too many callers; try again later.").getBytes(UTF_8));
            caller.shutdownOutput();
            caller.getInputStream().readNBytes(BUSY_MAX_BYTES);
        } catch (IOException e) {
            // it needn't know
        }
    }

    /** Takes no more calls and hangs up on all. */
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
        try (ExecutorService farewell = Executors.newVirtualThreadPerTaskExecutor()) {
            openCalls().forEach(call -> farewell.execute(call::hangUp));
        }
    }

    /** All of them; from now on nobody is told that they end. */
    private synchronized List<Call> openCalls() {
        List<Call> calls = new ArrayList<>(callers);
        if (own != null) {
            calls.add(own);
        }
        callers.clear();
        own = null;
        return calls;
    }
}
