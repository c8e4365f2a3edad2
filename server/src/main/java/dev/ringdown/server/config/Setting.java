package dev.ringdown.server.config;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One thing that can be set.
 *
 * @param key its dotted key, {@code websocket.max-frame-bytes}
 */
record Setting(String key, RecordComponent component) {
    static final String VARIABLE_PREFIX = "RINGDOWN_";

    /** Every setting, in the order of the records. */
    static final List<Setting> ALL = List.copyOf(below(Configuration.class, ""));

    static final Map<String, Setting> BY_KEY = Collections.unmodifiableMap(
            ALL.stream().collect(Collectors.toMap(Setting::key, setting -> setting, (a, b) -> a, LinkedHashMap::new)));

    /** The keys of all sections. */
    static final Set<String> SECTIONS = ALL.stream()
            .map(Setting::key)
            .filter(key -> key.contains("."))
            .map(key -> key.substring(0, key.lastIndexOf('.')))
            .collect(Collectors.toCollection(LinkedHashSet::new));

    static final List<String> KEYS_AND_SECTIONS =
            Stream.concat(SECTIONS.stream(), BY_KEY.keySet().stream()).toList();

    /** Its name in the environment, {@code RINGDOWN_WEBSOCKET_MAX_FRAME_BYTES}. */
    String variable() {
        return VARIABLE_PREFIX + key.replaceAll("[.-]", "_").toUpperCase(Locale.ROOT);
    }

    private static List<Setting> below(Class<? extends Record> section, String prefix) {
        List<Setting> settings = new ArrayList<>();
        for (RecordComponent component : Records.components(section)) {
            String key = prefix + Records.name(component);
            if (Records.isSection(component)) {
                settings.addAll(below(Records.section(component), key + "."));
            } else {
                settings.add(new Setting(key, component));
            }
        }
        return settings;
    }
}
