package dev.polyrpc.kit.testing;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** What may depend on what inside a service, as tests: {@code @TestFactory Stream<DynamicTest> rules()}. */
public final class ArchitectureRules {
    private ArchitectureRules() {}

    /** The rules for the service whose classes lie under a package, one test each. */
    public static Stream<DynamicTest> of(String root) {
        JavaClasses service = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages(root);
        if (service.isEmpty()) {
            throw new IllegalArgumentException("root: %s (expected: a package with classes)".formatted(root));
        }
        return rules(root).entrySet().stream()
                .map(rule -> DynamicTest.dynamicTest(
                        rule.getKey(), () -> rule.getValue().check(service)));
    }

    static Map<String, ArchRule> rules(String root) {
        Map<String, ArchRule> rules = new TreeMap<>();
        rules.put(
                "domain knows no transport",
                classes()
                        .that()
                        .resideInAPackage(root + ".domain..")
                        .should()
                        .onlyDependOnClassesThat()
                        .resideInAnyPackage("java..", "org.jspecify..", root + ".domain..", "dev.polyrpc.kit.failure..")
                        .allowEmptyShould(true));
        rules.put(
                "inbound knows no outbound",
                noClasses()
                        .that()
                        .resideInAPackage(root + ".inbound..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage(root + ".outbound..")
                        .allowEmptyShould(true));
        rules.put(
                "outbound knows no inbound",
                noClasses()
                        .that()
                        .resideInAPackage(root + ".outbound..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage(root + ".inbound..")
                        .allowEmptyShould(true));
        for (String side : new String[] {"inbound", "outbound"}) {
            rules.put(
                    "adapters do not see each other: " + side,
                    slices().matching(root + "." + side + ".(*)..")
                            .should()
                            .notDependOnEachOther()
                            .allowEmptyShould(true));
        }
        rules.put(
                "only the root and its wiring see everything; adapters and domain never see the root",
                noClasses()
                        .that()
                        .resideInAnyPackage(root + ".domain..", root + ".inbound..", root + ".outbound..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage(root)
                        .allowEmptyShould(true));
        rules.put(
                "a service depends on kit, store and contracts, never on another service",
                noClasses()
                        .should()
                        .dependOnClassesThat(resideInAPackage("dev.polyrpc..")
                                .and(not(resideInAnyPackage(
                                        root + "..",
                                        "dev.polyrpc.kit..",
                                        "dev.polyrpc.store..",
                                        "dev.polyrpc.proto..",
                                        "dev.polyrpc.thrift..")))));
        return rules;
    }
}
