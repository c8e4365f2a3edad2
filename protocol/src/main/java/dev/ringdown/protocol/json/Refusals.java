package dev.ringdown.protocol.json;

import dev.ringdown.protocol.ProtocolError;
import dev.ringdown.protocol.ProtocolException;

/**
 * The reasons for which a document is refused, prepared once: hostile input costs no allocation. Sharing them is safe, for
 * a {@link ProtocolException} has no stack trace and can't be changed.
 */
@SuppressWarnings("StaticAssignmentOfThrowable")
final class Refusals {

    static final ProtocolException NOT_AN_OBJECT = badJson("The message is not a JSON object.");
    static final ProtocolException ENDS_EARLY = badJson("The JSON text ends too early.");
    static final ProtocolException TRAILING = badJson("Something follows the JSON object.");
    static final ProtocolException KEY_EXPECTED = badJson("A key in double quotes is missing.");
    static final ProtocolException COLON_EXPECTED = badJson("A colon is missing after a key.");
    static final ProtocolException VALUE_EXPECTED = badJson("A JSON value is missing or misspelt.");
    static final ProtocolException COMMA_EXPECTED = badJson("A comma or a closing bracket is missing.");
    static final ProtocolException BAD_NUMBER = badJson("A number is not a JSON number.");
    static final ProtocolException BAD_ESCAPE = badJson("A string has an unknown escape.");
    static final ProtocolException CONTROL_CHARACTER = badJson("A string has a raw control character.");
    static final ProtocolException LONE_SURROGATE = badJson("A string has half a surrogate pair.");

    static final ProtocolException BAD_UTF8 =
            new ProtocolException(ProtocolError.BAD_UTF8, "The message is not valid UTF-8.");

    static final ProtocolException AMBIGUOUS = new ProtocolException(
            ProtocolError.AMBIGUOUS_FIELD,
            "A field that routes the message is there twice, or its name differs in upper and lower case.");

    static final ProtocolException TOO_DEEP = limit("The JSON text is nested too deeply.");
    static final ProtocolException TOO_MANY_TOKENS = limit("The JSON text has too many keys and values.");
    static final ProtocolException NUMBER_TOO_LONG = limit("A number has too many digits.");

    private Refusals() {}

    private static ProtocolException badJson(String reason) {
        return new ProtocolException(ProtocolError.BAD_JSON, reason);
    }

    private static ProtocolException limit(String reason) {
        return new ProtocolException(ProtocolError.LIMIT, reason);
    }
}
