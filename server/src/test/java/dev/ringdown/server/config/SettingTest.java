package dev.ringdown.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tree as a whole: what holds for every setting, also for those that are yet to come. */
class SettingTest {
    @Test
    void nothingSetGivesTheDefaults() {
        assertThat(ConfigurationLoader.load(null, Map.of(), Map.of())).isEqualTo(Configuration.DEFAULTS);
    }

    @Test
    void portsAreThoseOfTheSeedsUnlessSetOtherwise() {
        ListenSettings listen = Configuration.DEFAULTS.listen();
        assertThat(listen.port()).isEqualTo(8080);
        assertThat(listen.bridgeHost() + ":" + listen.bridgePort()).isEqualTo("127.0.0.1:5555");
        assertThat(Configuration.DEFAULTS.rooms().seedPort()).isEqualTo(8080);
        assertThat(Configuration.DEFAULTS.flyx().seedPort()).isEqualTo(8000);
        assertThat(Configuration.DEFAULTS.cheery().seedPort()).isEqualTo(8765);
        assertThat(Configuration.DEFAULTS.vyoma().seedPort()).isEqualTo(3001);
    }

    @Test
    void theseTestsKnowEverySetting() {
        assertThat(EverySetting.CHANGED.keySet()).containsExactlyInAnyOrderElementsOf(Setting.BY_KEY.keySet());
    }

    @Test
    void everySettingCanBeChangedByFlagAndEnvironmentAlike() {
        Map<String, String> environment = Setting.ALL.stream()
                .collect(Collectors.toMap(
                        Setting::variable, setting -> EverySetting.CHANGED.getOrDefault(setting.key(), "")));

        Configuration byFlags = Loads.flags(EverySetting.CHANGED);

        assertThat(Loads.environment(environment)).isEqualTo(byFlags);
        assertThat(equalLeaves(byFlags, Configuration.DEFAULTS)).isEmpty();
    }

    @Test
    void everySettingHasASentenceThatEnds() {
        assertThat(Setting.ALL)
                .allSatisfy(setting -> assertThat(Records.doc(setting.component()))
                        .as(setting.key())
                        .endsWith("."));
    }

    @Test
    void everySettingHasItsOwnVariable() {
        assertThat(Setting.ALL.stream().map(Setting::variable)).doesNotHaveDuplicates();
        assertThat(Setting.ALL.stream().map(Setting::variable)).contains("RINGDOWN_WEBSOCKET_MAX_MESSAGE_BYTES");
    }

    @Test
    void oneLoopACoreOrOneInAllOnTwoUnlessANumberIsSet() {
        int cores = Runtime.getRuntime().availableProcessors();

        assertThat(Configuration.DEFAULTS.listen().loopCount()).isEqualTo(cores == 2 ? 1 : cores);
        assertThat(Loads.flags(Map.of("listen.loops", "1")).listen().loopCount())
                .isEqualTo(1);
        assertThat(Loads.flags(Map.of("listen.loops", "1024")).listen().loopCount())
                .isEqualTo(1024);
    }

    private static List<String> equalLeaves(Record one, Record other) {
        return Records.components(one.getClass()).stream()
                .flatMap(component -> {
                    Object left = Records.value(one, component);
                    Object right = Records.value(other, component);
                    if (left instanceof Record section && right instanceof Record otherSection) {
                        return equalLeaves(section, otherSection).stream();
                    }
                    return left != null && left.equals(right) ? Stream.of(component.toString()) : Stream.of();
                })
                .toList();
    }
}
