package dev.ringdown.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who may import whom: {@code protocol ← core ← dialect ← transport ← root}, and nobody else. */
@AnalyzeClasses(packages = "dev.ringdown", importOptions = DoNotIncludeTests.class)
final class ArchitectureTest {
    @ArchTest
    static final ArchRule everyPackageImportsOnlyWhatIsBelowIt = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("protocol")
            .definedBy("dev.ringdown.protocol..")
            .layer("client")
            .definedBy("dev.ringdown.client..")
            .layer("config")
            .definedBy("dev.ringdown.server.config..")
            .layer("metrics")
            .definedBy("dev.ringdown.server.metrics..")
            .layer("core")
            .definedBy("dev.ringdown.server.core..")
            .layer("dialect")
            .definedBy("dev.ringdown.server.dialect..")
            .layer("http")
            .definedBy("dev.ringdown.server.http..")
            .layer("security")
            .definedBy("dev.ringdown.server.security..")
            .layer("store")
            .definedBy("dev.ringdown.server.store..")
            .layer("transport")
            .definedBy("dev.ringdown.server.transport..")
            .layer("module")
            .definedBy("dev.ringdown.server.module..")
            .layer("root")
            .definedBy("dev.ringdown.server")
            .whereLayer("protocol")
            .mayNotAccessAnyLayer()
            .whereLayer("config")
            .mayNotAccessAnyLayer()
            .whereLayer("metrics")
            .mayNotAccessAnyLayer()
            .whereLayer("client")
            .mayOnlyAccessLayers("protocol")
            .whereLayer("core")
            .mayOnlyAccessLayers("protocol")
            .whereLayer("dialect")
            .mayOnlyAccessLayers("protocol", "core", "config")
            .whereLayer("http")
            .mayOnlyAccessLayers("protocol", "core", "config", "metrics")
            .whereLayer("security")
            .mayOnlyAccessLayers("core", "config")
            .whereLayer("store")
            .mayOnlyAccessLayers("core")
            .whereLayer("transport")
            .mayOnlyAccessLayers("protocol", "core", "dialect", "http", "security", "config", "metrics")
            .whereLayer("module")
            .mayOnlyAccessLayers("protocol", "core", "dialect", "http", "store", "config")
            .whereLayer("root")
            .mayNotBeAccessedByAnyLayer();

    @ArchTest
    static final ArchRule aDialectKnowsNoOtherDialect =
            slices().matching("dev.ringdown.server.dialect.(*)..").should().notDependOnEachOther();

    @ArchTest
    static final ArchRule aWireProtocolKnowsNoOther = slices().matching("dev.ringdown.protocol.(*)..")
            .that(com.tngtech.archunit.base.DescribedPredicate.describe(
                    "are dialects", slice -> !slice.getNamePart(1).equals("json")))
            .should()
            .notDependOnEachOther();

    @ArchTest
    static final ArchRule coreKnowsNoChannel = noClasses()
            .that()
            .resideInAPackage("dev.ringdown.server.core..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.netty.channel..", "io.netty.handler..", "io.netty.bootstrap..");

    @ArchTest
    static final ArchRule dialectsKnowNoNetty = noClasses()
            .that()
            .resideInAPackage("dev.ringdown.server.dialect..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.netty..");

    @ArchTest
    static final ArchRule theProtocolDoesNoInputOrOutput = noClasses()
            .that()
            .resideInAPackage("dev.ringdown.protocol..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.netty..", "java.net..", "java.nio.file..", "org.slf4j..");

    @ArchTest
    static final ArchRule handlersAreNettysHandlers = classes()
            .that()
            .haveSimpleNameEndingWith("Handler")
            .and()
            .resideInAPackage("dev.ringdown.server..")
            .should()
            .beAssignableTo("io.netty.channel.ChannelHandler");

    @ArchTest
    static final ArchRule namesSayWhatAThingIs =
            noClasses().should().haveNameMatching(".*(Manager|Helper|Util|Utils|Impl|Base|Common|Misc)");

    @ArchTest
    static final ArchRule nothingOnTheWayOfAFrameTakesALock = noClasses()
            .that()
            .resideInAnyPackage(
                    "dev.ringdown.protocol..", "dev.ringdown.server.core..", "dev.ringdown.server.transport..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("java.util.concurrent.locks..");

    @ArchTest
    static final ArchRule whatClientsChooseIsAKeyOfKeyedMapsAlone = noClasses()
            .that()
            .resideInAPackage("dev.ringdown.server..")
            .and()
            .doNotHaveSimpleName("KeyedMap")
            // by what the server makes
            .and()
            .doNotHaveSimpleName("ReplayBuffers")
            // by address, see ClientNetwork
            .and()
            .doNotHaveSimpleName("Minute")
            .and()
            .doNotHaveSimpleName("AddressRateLimiter")
            .and()
            .doNotHaveSimpleName("AddressQuota")
            .should()
            .dependOnClassesThat()
            .haveSimpleName("NonBlockingHashMap")
            .orShould()
            .dependOnClassesThat()
            .haveSimpleName("ConcurrentHashMap");
}
