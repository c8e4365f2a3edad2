package dev.ringdown.server.config;

import java.util.List;
import java.util.Map;

/** What a source says, before anything is known about types. The place is where it stands, as the end of a sentence: {@code at ringdown.yaml:3:20}. */
sealed interface Node {
    String place();

    /** A text, number or boolean, as it is written. */
    record Scalar(String text, String place) implements Node {}

    /** A key with no value, or null. */
    record Nothing(String place) implements Node {}

    /** Values in their order. */
    record Sequence(List<Node> items, String place) implements Node {}

    /** Keys with their values, in the order of the source. */
    record Mapping(Map<String, Field> fields, String place) implements Node {}

    /**
     * The value of a key.
     *
     * @param place where the key stands
     */
    record Field(Node value, String place) {}

    /** How a message shows it; the inside of lists and mappings may be secret and is never shown. */
    default String shown() {
        return switch (this) {
            case Scalar scalar -> Texts.shown(scalar.text());
            case Nothing nothing -> "nothing";
            case Sequence sequence -> "a list";
            case Mapping mapping -> "a mapping";
        };
    }
}
