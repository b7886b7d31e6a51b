package dev.polyrpc.kit.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import dev.polyrpc.kit.identity.Caller;
import dev.polyrpc.kit.identity.JwksKeySource;
import dev.polyrpc.kit.identity.TokenClient;
import dev.polyrpc.kit.identity.TokenVerifier;
import dev.polyrpc.kit.identity.VerifierConfig;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TestIssuerTest {
    private final TestIssuer issuer = TestIssuer.start();
    private final TokenClient client = TokenClient.create(issuer.uri(), "return", TestCertificates.identity("return"));

    @AfterEach
    void stop() {
        issuer.close();
    }

    @Test
    void token_goodOnes_areTakenByTheRealVerifier() {
        try (TokenVerifier verifier = TokenVerifier.create(
                new VerifierConfig(issuer.issuer(), "return.polyrpc.test"),
                JwksKeySource.create(
                        issuer.uri().resolve("/.well-known/jwks.json"), TestCertificates.identity("return")))) {
            Caller alice = join(verifier.verify(issuer.token("alice", "return", "returns:write")));
            Caller warehouse = join(verifier.verify(issuer.staffToken("warehouse", "return", "returns:inspect")));

            assertThat(alice.has("returns:write")).isTrue();
            assertThat(alice.staff()).isFalse();
            assertThat(warehouse.staff()).isTrue();
            assertThat(issuer.keyRequests()).isEqualTo(1);
        }
    }

    @Test
    void exchanged_byTable_isTheSubjectsTokenForTheNextAudience() {
        issuer.exchanging("product-mgmt", Map.of("returns:write", "stock:quarantine"));
        String subject = issuer.token("alice", "return", "returns:write", "returns:read");

        String exchanged = join(client.exchanged(subject, "product-mgmt", null));

        try (TokenVerifier verifier =
                TokenVerifier.create(new VerifierConfig(issuer.issuer(), "product-mgmt.polyrpc.test"), issuer.keys())) {
            Caller caller = join(verifier.verify(exchanged));
            assertThat(caller.subject()).isEqualTo("alice");
            assertThat(caller.scopes()).containsExactly("stock:quarantine");
            assertThat(caller.actors()).containsExactly("return");
            assertThat(caller.roles()).containsExactly("customer");
        }
    }

    @Test
    void exchanged_yieldsNothing_isDenied() {
        issuer.exchanging("product-mgmt", Map.of());

        assertFails(
                () -> join(client.exchanged(issuer.token("alice", "return", "returns:read"), "product-mgmt", null)),
                Kind.DENIED,
                "SCOPE_MISSING");
    }

    @Test
    void own_tokenServiceDown_isUnavailableUnlessATokenIsInHand() {
        String inHand = join(client.own("product-mgmt", Set.of("stock:settle"), null));
        issuer.down(true);

        assertThat(join(client.own("product-mgmt", Set.of("stock:settle"), null)))
                .isEqualTo(inHand);
        assertFails(
                () -> join(client.own("product-mgmt", Set.of(), null)), Kind.UNAVAILABLE, "TOKEN_SERVICE_UNAVAILABLE");
        assertThat(issuer.issuedTokens()).isEqualTo(1);
    }

    @Test
    void own_tokenServiceGone_isUnavailable() {
        issuer.close();

        assertFails(
                () -> join(client.own("product-mgmt", Set.of(), null)), Kind.UNAVAILABLE, "TOKEN_SERVICE_UNAVAILABLE");
    }

    @Test
    void own_serverThatIsNotTheTokenService_neverSeesTheRequest() { // TLS-13
        try (TestIssuer impostor = TestIssuer.startAs("gateway")) {
            TokenClient misled = TokenClient.create(impostor.uri(), "return", TestCertificates.identity("return"));

            assertFails(
                    () -> join(misled.exchanged(issuer.token("alice", "return", "returns:read"), "product-mgmt", null)),
                    Kind.UNAVAILABLE,
                    "TOKEN_SERVICE_UNAVAILABLE");
            assertThat(impostor.issuedTokens()).isZero();
        }
    }

    private static <T> T join(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    private static void assertFails(ThrowingCallable call, Kind kind, String reason) {
        assertThatThrownBy(call).cause().isInstanceOfSatisfying(Failure.class, failure -> {
            assertThat(failure.kind()).isEqualTo(kind);
            assertThat(failure.reason()).isEqualTo(reason);
        });
    }
}
