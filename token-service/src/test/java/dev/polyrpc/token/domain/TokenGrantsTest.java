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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TokenGrantsTest {
    private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");
    private static final Client SERVICE =
            new Client("return", false, "spiffe://polyrpc.test/return", Set.of(), Set.of(), Set.of());
    private static final Policy POLICY = new Policy(
            Set.of("returns:write", "stock:quarantine"),
            Set.of("product-mgmt.polyrpc.test"),
            Map.of("return", SERVICE),
            List.of(new ExchangeRule(
                    "return", "product-mgmt.polyrpc.test", Map.of("returns:write", "stock:quarantine"))));

    private final KeptRevocations revocations = new KeptRevocations();
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
    void exchange_revokedSubject_isInvalidRequest() { // STS-12
        Subject subject = subject(List.of(), NOW.plusSeconds(60));
        exchange(subject);
        revocations.add("jti-1", NOW.plusSeconds(60));

        assertThatThrownBy(() -> exchange(subject)).hasMessage("the subject or actor token is refused");
        assertThat(audited).hasSize(1);
    }

    @Test
    void exchange_provenByCertificate_isBoundToIt() { // STS-14
        assertThat(exchange(subject(List.of(), NOW.plusSeconds(60))).grant().certificate())
                .isEqualTo("thumb");
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
                () -> POLICY,
                new Denials(() -> POLICY, new NobodyDenied()),
                new OneSubject(subject),
                revocations,
                grant -> "signed",
                new RecordedAudit(),
                Duration.ofMinutes(5),
                Clock.fixed(NOW, ZoneOffset.UTC));
        return grants.exchange(
                new ProvenClient(SERVICE, "thumb"), new Exchange("token", null, "product-mgmt", Set.of()));
    }

    private static Subject subject(List<String> actors, Instant expiry) {
        return new Subject("alice", Set.of("returns:write"), Set.of("customer"), actors, expiry, "jti-1", "alice");
    }

    private record OneSubject(Subject subject) implements SubjectTokens {
        @Override
        public Optional<Subject> verify(String token, Set<String> audiences) {
            return Optional.of(subject);
        }

        @Override
        public Optional<Map<String, Object>> claims(String token, Set<String> audiences) {
            throw new AssertionError("not a grant's to call");
        }
    }

    private static final class NobodyDenied implements Peers {
        @Override
        public boolean admits(String uri) {
            return true;
        }

        @Override
        public boolean denies(String uri) {
            return false;
        }

        @Override
        public boolean deniesSubject(String name) {
            return false;
        }
    }

    private static final class KeptRevocations implements Revocations {
        private final Set<String> revoked = new HashSet<>();

        @Override
        public boolean contains(String tokenId) {
            return revoked.contains(tokenId);
        }

        @Override
        public void add(String tokenId, Instant believedUntil) {
            revoked.add(tokenId);
        }
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
        public void introspected(String client, @Nullable String tokenId) {
            throw new AssertionError("not a grant's to call");
        }

        @Override
        public void revoked(String client, String tokenId) {
            throw new AssertionError("not a grant's to call");
        }

        @Override
        public void signingKey(String id, String state) {
            throw new AssertionError("not a grant's to call");
        }
    }
}
