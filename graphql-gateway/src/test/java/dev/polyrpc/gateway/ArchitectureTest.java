package dev.polyrpc.gateway;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import dev.polyrpc.kit.testing.ArchitectureRules;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

final class ArchitectureTest {
    private static final String ROOT = "dev.polyrpc.gateway";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    @TestFactory
    Stream<DynamicTest> rules() {
        return ArchitectureRules.of(ROOT);
    }

    @Test
    void layers_lookOneWay() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("root")
                .definedBy(ROOT)
                .layer("http")
                .definedBy(ROOT + ".inbound.http")
                .layer("socket")
                .definedBy(ROOT + ".socket")
                .layer("event")
                .definedBy(ROOT + ".event")
                .layer("delivery")
                .definedBy(ROOT + ".delivery")
                .layer("request")
                .definedBy(ROOT + ".request")
                .layer("document")
                .definedBy(ROOT + ".document")
                .layer("graph")
                .definedBy(ROOT + ".graph")
                .layer("outbound")
                .definedBy(ROOT + ".outbound")
                .layer("grpc")
                .definedBy(ROOT + ".outbound.grpc")
                .layer("thrift")
                .definedBy(ROOT + ".outbound.thrift")
                .whereLayer("root")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("http")
                .mayOnlyBeAccessedByLayers("root")
                .whereLayer("socket")
                .mayOnlyBeAccessedByLayers("root", "http")
                .whereLayer("event")
                .mayOnlyBeAccessedByLayers("root", "http")
                .whereLayer("delivery")
                .mayOnlyBeAccessedByLayers("http", "socket", "event")
                .whereLayer("request")
                .mayOnlyBeAccessedByLayers("root", "http", "socket", "event", "delivery")
                .whereLayer("document")
                .mayOnlyBeAccessedByLayers("root", "request")
                .whereLayer("graph")
                .mayOnlyBeAccessedByLayers("root", "request", "outbound", "grpc", "thrift")
                .whereLayer("outbound")
                .mayOnlyBeAccessedByLayers("root", "grpc", "thrift")
                .whereLayer("grpc")
                .mayOnlyBeAccessedByLayers("root")
                .whereLayer("thrift")
                .mayOnlyBeAccessedByLayers("root")
                .check(CLASSES);
    }

    @Test
    void core_knowsNoTransport() {
        ArchRuleDefinition.noClasses()
                .that()
                .resideInAnyPackage(
                        ROOT + ".socket",
                        ROOT + ".event",
                        ROOT + ".delivery",
                        ROOT + ".request",
                        ROOT + ".document",
                        ROOT + ".graph")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.vertx..", "io.netty..", "io.grpc..")
                .check(CLASSES);
    }
}
