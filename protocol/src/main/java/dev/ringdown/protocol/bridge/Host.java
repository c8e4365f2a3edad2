package dev.ringdown.protocol.bridge;

import java.util.regex.Pattern;

/**
 * Which texts name a host so that everybody reads the same host from them. Left out on purpose: the short, octal and
 * hexadecimal spellings of IPv4 addresses that some resolvers take ({@code 127.1}, {@code 0x7f000001}), and zones of
 * IPv6 addresses, which mean something on one machine only.
 */
final class Host {
    private static final int MAX_LENGTH = 253;
    private static final int GROUPS_OF_IPV6 = 8;

    private static final String BYTE = "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
    private static final Pattern IPV4 = Pattern.compile(BYTE + "(?:\\." + BYTE + "){3}");
    private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?");
    private static final Pattern NUMBER = Pattern.compile("[0-9]+|0[xX][0-9A-Fa-f]*");
    private static final Pattern GROUP = Pattern.compile("[0-9A-Fa-f]{1,4}");

    private Host() {}

    static boolean isValid(String text) {
        if (text.length() > MAX_LENGTH) {
            return false;
        }
        return text.indexOf(':') < 0 ? isIpv4(text) || isName(text) : isIpv6(text);
    }

    private static boolean isIpv4(String text) {
        return IPV4.matcher(text).matches();
    }

    private static boolean isName(String text) {
        String[] labels = text.split("\\.", -1);
        for (String label : labels) {
            if (!LABEL.matcher(label).matches()) {
                return false;
            }
        }
        return !NUMBER.matcher(labels[labels.length - 1]).matches();
    }

    /** RFC 4291 §2.2: eight groups, or fewer around one {@code ::}; an IPv4 address may be the last two. */
    private static boolean isIpv6(String text) {
        int gap = text.indexOf("::");
        if (gap < 0) {
            return groups(text, true) == GROUPS_OF_IPV6;
        }
        int before = groups(text.substring(0, gap), false);
        int after = groups(text.substring(gap + 2), true);
        return before >= 0 && after >= 0 && before + after < GROUPS_OF_IPV6;
    }

    /** How many groups of 16 bits the text spells; -1 when it spells none such. */
    private static int groups(String text, boolean last) {
        if (text.isEmpty()) {
            return 0;
        }
        String[] groups = text.split(":", -1);
        boolean endsInIpv4 = last && isIpv4(groups[groups.length - 1]);
        int plain = endsInIpv4 ? groups.length - 1 : groups.length;
        for (int i = 0; i < plain; i++) {
            if (!GROUP.matcher(groups[i]).matches()) {
                return -1;
            }
        }
        return endsInIpv4 ? plain + 2 : plain;
    }
}
