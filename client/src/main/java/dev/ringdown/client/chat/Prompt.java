package dev.ringdown.client.chat;

import dev.ringdown.protocol.ProtocolException;
import dev.ringdown.protocol.bridge.Address;
import dev.ringdown.protocol.bridge.BridgeRequest;
import dev.ringdown.protocol.bridge.BridgeResponse;
import dev.ringdown.protocol.bridge.Contact;
import java.io.IOException;
import java.util.List;

/** Reads commands from the screen and obeys them, one after the other, on one thread. */
final class Prompt {
    /** Every command, for completion. */
    static final List<String> COMMANDS = List.of("/register", "/info", "/bridge", "/chat", "/msg", "/quit");

    private static final List<String> HELP = List.of(
            "/register        tell the server that you wait for calls",
            "/info            ask the server who is registered",
            "/bridge [NAME]   ask the server for somebody to call, or for this one",
            "/chat IP:PORT    call somebody, and hang up on whom you called before",
            "/msg TEXT        say something to whom you called, or else to the first who calls you",
            "/quit            leave");

    private final Screen screen;
    private final Contact self;
    private final BridgeClient bridge;
    private final Phone phone;

    Prompt(Screen screen, Contact self, BridgeClient bridge, Phone phone) {
        this.screen = screen;
        this.self = self;
        this.bridge = bridge;
        this.phone = phone;
    }

    /**
     * Obeys until {@code /quit} or the last line.
     *
     * @throws IOException when lines can't be read
     */
    void run() throws IOException {
        screen.print("You are " + self.clientId() + ", and others can call " + self.address()
                + ". Tell the server with /register; anything unknown shows the commands.");
        boolean on = true;
        while (on) {
            String line = screen.readLine();
            on = line != null && obeys(line.strip());
        }
    }

    /** Whether to go on. */
    private boolean obeys(String line) {
        String[] words = line.split("\\s+", 2);
        String rest = words.length > 1 ? words[1] : "";
        try {
            switch (words[0]) {
                case "" -> {}
                case "/quit" -> {
                    return false;
                }
                case "/register" -> ask(new BridgeRequest.Register(self));
                case "/info" -> ask(new BridgeRequest.Info());
                case "/bridge" -> ask(new BridgeRequest.Bridge(self.clientId(), rest.isEmpty() ? null : rest));
                case "/chat" -> call(rest);
                case "/msg" -> say(rest);
                default -> HELP.forEach(screen::print);
            }
        } catch (ProtocolException e) {
            screen.print(e.reason());
        }
        return true;
    }

    private void call(String address) {
        if (address.isEmpty()) {
            screen.print("Whom? /chat IP:PORT");
            return;
        }
        try {
            phone.call(Address.parse(address));
        } catch (IOException e) {
            screen.print("Can't call " + address + ": " + Trouble.of(e) + ".");
        }
    }

    private void say(String message) {
        if (message.isEmpty()) {
            screen.print("What? /msg TEXT");
        } else {
            phone.say(message);
        }
    }

    private void ask(BridgeRequest request) {
        try {
            show(request, bridge.ask(request));
        } catch (IOException e) {
            screen.print("No answer from the server at " + bridge.server() + ": " + Trouble.of(e) + ".");
        } catch (ProtocolException e) {
            screen.print("The server's answer makes no sense: " + e.reason());
        }
    }

    private void show(BridgeRequest request, BridgeResponse response) {
        switch (response) {
            case BridgeResponse.RegAck ack ->
                screen.print("Registered: the server tells others to call "
                        + ack.contact().clientId() + " at " + ack.contact().address() + ".");
            case BridgeResponse.BridgeAck ack ->
                screen.print(ack.contact() == null ? nobody(request) : callable(ack.contact()));
            case BridgeResponse.InfoAck ack -> show(ack.contacts());
            case BridgeResponse.Refused refused -> screen.print("The server refused: " + refused.reason());
        }
    }

    private void show(List<Contact> contacts) {
        if (contacts.isEmpty()) {
            screen.print("Nobody is registered.");
        }
        contacts.forEach(contact -> screen.print(contact.clientId() + " " + contact.address()));
    }

    private static String callable(Contact contact) {
        return contact.clientId() + " waits for calls: /chat " + contact.address();
    }

    private static String nobody(BridgeRequest request) {
        return request instanceof BridgeRequest.Bridge bridge && bridge.target() != null
                ? bridge.target() + " is not registered."
                : "Nobody else is registered.";
    }
}
