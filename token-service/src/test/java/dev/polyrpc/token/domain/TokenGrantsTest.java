package dev.polyrpc.token.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.token.domain.TokenGrants.Exchange;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TokenGrantsTest {
    private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");
    private static final Client SERVICE =
            new Client("return", "spiffe://polyrpc.test/return", Set.of(), Set.of(), Set.of());
    private static final Policy POLICY = new Policy(
            Set.of("returns:write", "stock:quarantine"),
            Set.of("product-mgmt.polyrpc.test"),
            Map.of("return", SERVICE),
            List.of(new ExchangeRule(
                    "return", "product-mgmt.polyrpc.test", Map.of("returns:write", "stock:quarantine"))));

    private final List<Grant> audited = new ArrayList<>();

    @Test
    void exchange_fourthActor_isGranted() { // STS-7
        IssuedToken issued = exchange(subject(List.of("a", "b", "c"), NOW.plusSeconds(60)));

        assertThat(issued.grant().actors()).containsExactly("return", "a", "b", "c");
        assertThat(audited).containsExactly(issued.grant());
    }

    @Test
    void exchange_fifthActor_isInvalidRequest() { // STS-7
        Subject subject = subject(List.of("a", "b", "c", "d"), NOW.plusSeconds(60));

        assertThatThrownBy(() -> exchange(subject))
                .isInstanceOfSatisfying(
                        Failure.class, refusal -> assertThat(refusal.reason()).isEqualTo("INVALID_REQUEST"));
        assertThat(audited).isEmpty();
    }

    @Test
    void exchange_subjectEndsEarlier_endsWithIt() { // STS-6
        assertThat(exchange(subject(List.of(), NOW.plusSeconds(60))).grant().expiry())
                .isEqualTo(NOW.plusSeconds(60));
    }

    @Test
    void exchange_subjectEndsLater_endsAfterItsOwnLifetime() { // STS-6
        assertThat(exchange(subject(List.of(), NOW.plusSeconds(600))).grant().expiry())
                .isEqualTo(NOW.plusSeconds(300));
    }

    @Test
    void issuedToken_asText_holdsNoToken() { // TOK-25
        assertThat(exchange(subject(List.of(), NOW.plusSeconds(60))).toString())
                .contains("stock:quarantine")
                .doesNotContain("signed");
        assertThat(new Exchange("secret-1", "secret-2", "return", Set.of()).toString())
                .doesNotContain("secret");
    }

    private IssuedToken exchange(Subject subject) {
        TokenGrants grants = new TokenGrants(
                POLICY,
                (token, audiences) -> Optional.of(subject),
                grant -> "signed",
                new RecordedAudit(),
                Duration.ofMinutes(5),
                Clock.fixed(NOW, ZoneOffset.UTC));
        return grants.exchange(SERVICE, new Exchange("token", null, "product-mgmt", Set.of()));
    }

    private static Subject subject(List<String> actors, Instant expiry) {
        return new Subject("alice", Set.of("returns:write"), Set.of("customer"), actors, expiry);
    }

    private final class RecordedAudit implements Audit {
        @Override
        public void issued(Grant grant) {
            audited.add(grant);
        }

        @Override
        public void refused(String client, Failure failure) {
            throw new AssertionError("the endpoint's to call");
        }

        @Override
        public void signingKey(String id, String state) {
            throw new AssertionError("not a grant's to call");
        }
    }
}
