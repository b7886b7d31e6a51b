package dev.polyrpc.kit.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import dev.polyrpc.kit.identity.JwksKeySource;
import dev.polyrpc.kit.identity.TokenVerifier;
import dev.polyrpc.kit.identity.VerifierConfig;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The source of keys fails over the wire while tokens come in. */
final class KeysDownTest {
    private final MovedClock clock = new MovedClock();

    /** Over the wire, to the verdict about the token. */
    @Test
    void verify_sourceDown_unknownKeyIsUnavailable() { // TOK-36
        try (TestIssuer issuer = TestIssuer.start()) {
            JwksKeySource remote = JwksKeySource.create(
                    issuer.uri().resolve("/.well-known/jwks.json"), TestCertificates.identity("return"), clock);
            String known = issuer.token("alice", "return", "returns:read");
            String unknown = issuer.token(
                    header -> header.put("kid", "another"), claims -> claims.put("aud", "return.polyrpc.test"));
            try (TokenVerifier verifier =
                    TokenVerifier.create(new VerifierConfig(issuer.issuer(), "return.polyrpc.test"), remote)) {
                assertThat(verifier.verify(known).toCompletableFuture().join().subject())
                        .isEqualTo("alice");
                assertThat(refusal(verifier, unknown).kind()).isEqualTo(Kind.UNAUTHENTICATED);
                issuer.down(true);
                clock.pass(31);

                assertThat(refusal(verifier, unknown).kind()).isEqualTo(Kind.UNAVAILABLE);
                assertThat(verifier.verify(known).toCompletableFuture().join().subject())
                        .isEqualTo("alice");

                issuer.down(false);
                clock.pass(31);
                assertThat(refusal(verifier, unknown).kind()).isEqualTo(Kind.UNAUTHENTICATED);
            }
        }
    }

    private static Failure refusal(TokenVerifier verifier, String token) {
        return (Failure) verifier.verify(token)
                .handle((caller, thrown) -> thrown instanceof CompletionException ? thrown.getCause() : thrown)
                .toCompletableFuture()
                .join();
    }

    private static final class MovedClock extends Clock {
        private final AtomicLong ahead = new AtomicLong();

        void pass(long seconds) {
            ahead.addAndGet(seconds);
        }

        @Override
        public Instant instant() {
            return Instant.now().plusSeconds(ahead.get());
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }
}
