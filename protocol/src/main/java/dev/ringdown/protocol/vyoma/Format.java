package dev.ringdown.protocol.vyoma;

import org.jspecify.annotations.Nullable;

/** How a client of the vyoma dialect speaks. */
public enum Format {
    /** Whatever is said, as it is; the server's own words among it are for people to read. */
    TEXT("text"),
    /** One JSON object a message, with {@code type} and {@code payload}. */
    JSON("json");

    private final String wireName;

    Format(String wireName) {
        this.wireName = wireName;
    }

    /** The lower-case word for it in URLs and messages. */
    public String wireName() {
        return wireName;
    }

    /** The format of this name; null if there is none. */
    public static @Nullable Format named(String wireName) {
        for (Format format : values()) {
            if (format.wireName.equals(wireName)) {
                return format;
            }
        }
        return null;
    }
}
