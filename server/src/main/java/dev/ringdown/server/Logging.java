package dev.ringdown.server;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import dev.ringdown.server.config.LogSettings;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Sets the log up: to standard output, as text for people or as one JSON object a line for programs. It is the service that
 * Logback asks, once and from any thread, when the first logger is made, before it would search for files of its own.
 */
public final class Logging extends ContextAwareBase implements Configurator {
    /** Warnings only, as text: what every command starts with, and all that most ever need. */
    static final LogSettings QUIET = new LogSettings(LogSettings.Format.TEXT, LogSettings.Level.WARN);

    private static final String PATTERN = "%d{HH:mm:ss.SSS} %-5level %logger{0} - %replace(%msg){'\\p{Cntrl}', ' '}%n";

    private static volatile LogSettings wanted = QUIET;
    private static volatile @Nullable LogSettings inForce;

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        apply(context);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    /** Configures the log of this process; {@code auto} is text on a terminal and JSON elsewhere. */
    static void configure(LogSettings settings) {
        wanted = settings;
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        if (!settings.equals(inForce)) {
            context.reset();
            apply(context);
        }
    }

    private static void apply(LoggerContext context) {
        LogSettings settings = wanted;
        inForce = settings;
        Encoder<ILoggingEvent> encoder = encoder(settings);
        encoder.setContext(context);
        encoder.start();
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setContext(context);
        console.setEncoder(encoder);
        console.start();
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.addAppender(console);
        root.setLevel(Level.toLevel(settings.level().name().toUpperCase(Locale.ROOT)));
        context.getLogger("io.netty").setLevel(Level.WARN);
    }

    private static Encoder<ILoggingEvent> encoder(LogSettings settings) {
        boolean text = switch (settings.format()) {
            case TEXT -> true;
            case JSON -> false;
            case AUTO -> isTerminal();
        };
        if (!text) {
            JsonEncoder json = new JsonEncoder();
            json.setWithFormattedMessage(true);
            json.setWithMessage(false);
            json.setWithArguments(false);
            json.setWithSequenceNumber(false);
            json.setWithNanoseconds(false);
            json.setWithContext(false);
            return json;
        }
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setPattern(PATTERN);
        return encoder;
    }

    /** Whether somebody looks: from Java 22 on there is a console even without a terminal, unless asked otherwise. */
    @SuppressWarnings("SystemConsoleNull") // with this property it does return null, on every version
    private static boolean isTerminal() {
        System.setProperty("jdk.console", "java.base");
        return System.console() != null;
    }
}
