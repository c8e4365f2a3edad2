package dev.ringdown.server;

/**
 * Where the jar begins. It is compiled for Java 8, so that a Java that is too old for the rest says so in a sentence; it knows
 * {@link Main} by its name only, since such a Java cannot read it.
 */
public final class Launcher {
    private static final int OLDEST = 21;

    private Launcher() {}

    /**
     * Runs {@link Main}.
     *
     * @param args the command and its options
     */
    public static void main(String[] args) throws ReflectiveOperationException {
        String version = System.getProperty("java.specification.version");
        if (isTooOld(version)) {
            System.err.println("Ringdown needs Java " + OLDEST + " or newer, and this is Java " + version + ".");
            System.exit(1);
        }
        Class<?> main = Class.forName("dev.ringdown.server.Main");
        main.getMethod("main", String[].class).invoke(null, (Object) args);
    }

    /** Up to Java 8 the version is 1.8, from Java 9 on it is a whole number. */
    static boolean isTooOld(String version) {
        return version.startsWith("1.") || Integer.parseInt(version) < OLDEST;
    }
}
