package dev.ringdown.client.chat;

import dev.ringdown.protocol.ProtocolException;
import dev.ringdown.protocol.bridge.Address;
import dev.ringdown.protocol.bridge.Contact;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code ringdown chat}: the client of the bridge dialect, a prompt at which one registers, finds somebody, and talks to
 * them directly. Works on the terminal of the process, or on its standard input and output; blocks its thread until the
 * person leaves. Exit status: 0 after {@code /quit} or the end of the input, 64 usage, 1 when it can't listen.
 */
@Command(
        name = "chat",
        description = {
            "Chat with somebody directly; the server only says who waits where.",
            "Commands at the prompt: /register, /info, /bridge [NAME], /chat IP:PORT, /msg TEXT, /quit."
        },
        exitCodeOnInvalidInput = 64,
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:left with /quit or at the end of the input", "1:can't listen", "64:usage"},
        footer = {"", "Example:", "  chat alice 5556 127.0.0.1:5555"},
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class ChatCommand implements Callable<Integer> {
    private static final int FAILURE = 1;
    private static final int MAX_PORT = 65_535;
    private static final int BACKLOG = 16;
    private static final Duration SERVER_TIMEOUT = Duration.ofSeconds(5);

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "clientID", description = "What others know you by.")
    private String clientId = "";

    @Parameters(
            index = "1",
            paramLabel = "listenPort",
            description = "Where you wait for calls; 0 is any port that is free.")
    private int listenPort;

    @Parameters(index = "2", paramLabel = "host:port", description = "The server that says who waits where.")
    private String server = "";

    @Option(
            names = "--listen-host",
            paramLabel = "HOST",
            defaultValue = "127.0.0.1",
            description = "The address of this machine to wait at (${DEFAULT-VALUE}).")
    private String listenHost = "127.0.0.1";

    @Option(
            names = "--announce",
            paramLabel = "HOST",
            description = "The address that /register gives to others, when they reach you at another one.")
    private @Nullable String announce;

    /**
     * Runs the command alone and ends the process with its exit status.
     *
     * @param args as of {@code ringdown chat}
     */
    public static void main(String... args) {
        System.exit(new CommandLine(new ChatCommand()).execute(args));
    }

    @Override
    public Integer call() throws IOException {
        if (listenPort < 0 || listenPort > MAX_PORT) {
            throw usage("listenPort", "It is not a number from 0 to 65535.");
        }
        Address bridge = checked("host:port", () -> Address.parse(server));
        Address listen = checked("--listen-host", () -> new Address(listenHost, Math.max(1, listenPort)));
        String announced = announce == null ? listenHost : announce;
        checked("--announce", () -> new Address(announced, listen.port()));
        checked("clientID", () -> new Contact(clientId, listen));
        ServerSocket door;
        try {
            door = listen();
        } catch (IOException e) {
            spec.commandLine()
                    .getErr()
                    .println("Can't listen on " + listenHost + " port " + listenPort + ": " + Trouble.of(e) + ".");
            return FAILURE;
        }
        try (door) {
            Contact self = new Contact(clientId, new Address(announced, door.getLocalPort()));
            chat(door, self, new BridgeClient(bridge, SERVER_TIMEOUT));
        }
        return 0;
    }

    private static void chat(ServerSocket door, Contact self, BridgeClient bridge) throws IOException {
        try (Screen screen = Screen.open(self.clientId() + "> ");
                Phone phone = new Phone(door, self.clientId(), screen)) {
            new Prompt(screen, self, bridge, phone).run();
        }
    }

    private ServerSocket listen() throws IOException {
        InetAddress address = InetAddress.getByName(listenHost);
        if (address.isAnyLocalAddress() && announce == null) {
            throw usage("--listen-host", "Nobody can call " + listenHost + "; say with --announce what they can.");
        }
        return new ServerSocket(listenPort, BACKLOG, address);
    }

    private <T> T checked(String what, Supplier<T> text) {
        try {
            return text.get();
        } catch (ProtocolException e) {
            throw usage(what, e.reason());
        }
    }

    private ParameterException usage(String what, String problem) {
        return new ParameterException(spec.commandLine(), what + ": " + problem);
    }
}
