package dev.polyrpc.token.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PolicyTest {
    private static final Client ALICE = new Client("alice", true, null, Set.of(), Set.of("read"), Set.of());

    @Test
    void audience_label_isCompleted() {
        assertThat(Policy.audience("return")).isEqualTo("return.polyrpc.test");
        assertThat(Policy.audience("return.polyrpc.test")).isEqualTo("return.polyrpc.test");
        assertThat(Policy.audience("return.evil.test")).isEqualTo("return.evil.test.polyrpc.test");
    }

    @Test
    void policy_namingWhatItDoesNotHold_isRefused() {
        assertRefused(Set.of(), List.of());
        assertRefused(Set.of("read"), List.of(new ExchangeRule("bob", "a", Map.of())));
        assertRefused(Set.of("read"), List.of(new ExchangeRule("alice", "b", Map.of())));
        assertRefused(Set.of("read"), List.of(new ExchangeRule("alice", "a", Map.of("read", "write"))));
        assertRefused(Set.of("read"), List.of(new ExchangeRule("alice", "a", Map.of("write", "read"))));
    }

    private static void assertRefused(Set<String> scopes, List<ExchangeRule> exchanges) {
        assertThatThrownBy(() -> new Policy(scopes, Set.of("a"), Map.of("alice", ALICE), exchanges))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected: declared in the policy");
    }
}
