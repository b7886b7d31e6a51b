package dev.polyrpc.kit.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ArchitectureRulesTest {
    private static final String BROKEN = "dev.polyrpc.sample";

    @TestFactory
    Stream<DynamicTest> eachRule_refusesTheServiceThatBreaksIt() {
        Map<String, ArchRule> rules = ArchitectureRules.rules(BROKEN);
        JavaClasses classes = new ClassFileImporter().importPackages(BROKEN);
        return rules.entrySet().stream()
                .filter(rule -> !rule.getKey().endsWith("outbound")
                        || rule.getKey().startsWith("inbound")) // one adapter alone has no neighbour
                .map(rule -> DynamicTest.dynamicTest(
                        rule.getKey(),
                        () -> assertThat(rule.getValue().evaluate(classes).hasViolation())
                                .isTrue()));
    }

    @Test
    void rootWithoutClasses_isNoPass() {
        assertThatThrownBy(() -> ArchitectureRules.of("dev.polyrpc.misspelt")).hasMessageContaining("misspelt");
    }
}
