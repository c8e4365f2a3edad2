package dev.ringdown.protocol.json;

/** What a field of an {@link Envelope} holds. */
public enum Kind {
    STRING,
    NUMBER,
    OBJECT,
    ARRAY,
    TRUE,
    FALSE,
    /** The literal {@code null}: the field is there. */
    NULL,
    /** The field isn't there. */
    ABSENT
}
