package dev.polyrpc.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polyrpc.client.session.Refusal;
import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class TokenCommandTest {
    private final RuntimeException refused =
            new CompletionException(new Failure(Kind.INTERNAL, "TOKEN_SERVICE_REFUSED", "invalid_target"));
    private final RuntimeException noScope =
            new CompletionException(new Failure(Kind.DENIED, "SCOPE_MISSING", "the access token does not allow this"));

    @Test
    void explained_unknownAudience_isUsage() {
        Refusal refusal = Refusal.of(TokenCommand.explained(refused, "alice", "nowhere", ""));

        assertThat(refusal).hasToString("audience: nowhere (expected: gateway, product-mgmt or return)");
        assertThat(refusal.exitCode()).isEqualTo(2);
    }

    @Test
    void explained_knownAudience_isTheProblemItself() {
        assertThat(TokenCommand.explained(refused, "alice", "gateway", "")).isSameAs(refused);
    }

    @Test
    void explained_scopeNotTheClients_saysSo() {
        Refusal refusal = Refusal.of(TokenCommand.explained(noScope, "alice", "gateway", "nothing"));

        assertThat(refusal)
                .hasToString(
                        "PERMISSION_DENIED SCOPE_NOT_ALLOWED: scope: nothing (expected: only scopes that alice may hold)");
        assertThat(refusal.exitCode()).isEqualTo(1);
    }
}
