package dev.polyrpc.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polyrpc.kit.testing.TestKeycloak;
import dev.polyrpc.kit.testing.TestPolicy;
import dev.polyrpc.token.RunningTokens.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OtherIssuerExchangeTest {
    @TempDir
    static Path folder;

    static TestKeycloak keycloak = TestKeycloak.start();
    static RunningTokens tokens;

    @BeforeAll
    static void start() {
        tokens = RunningTokens.start(
                folder,
                Clock.systemUTC(),
                Map.of("POLYRPC_TOKEN_ISSUERS", keycloak.profile().toString()));
    }

    @AfterAll
    static void stop() {
        tokens.close();
        keycloak.close();
    }

    @Test
    void exchange_byItsRecipient_isOursWithTheProvidersSubject() { // STS-18
        Answer answer =
                exchange("gateway", keycloak.token("alice", "product:read", "returns:write", "stock:adjust"), "return");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.claims().path("iss").asText()).isEqualTo(RunningTokens.ISSUER);
        assertThat(answer.claims().path("sub").asText()).isEqualTo("keycloak:alice"); // no alice of ours
        assertThat(answer.claims().path("scope").asText()).isEqualTo("returns:write");
        assertThat(answer.claims().path("act").path("sub").asText()).isEqualTo("gateway");
    }

    @Test
    void exchange_scopeBeyondTheProfile_yieldsNothing() { // STS-18, STS-5
        assertThat(exchange("gateway", keycloak.token("alice", "product:write", "returns:inspect"), "return")
                        .error())
                .isEqualTo("invalid_scope");
    }

    @Test
    void exchange_byAnotherClientOrOfABadToken_isInvalidRequest() { // STS-18, STS-3
        String good = keycloak.token("alice", "returns:write");
        List<Answer> refusals = List.of(
                exchange("return", good, "product-mgmt"),
                exchange("gateway", good + "A", "return"),
                exchange("gateway", keycloak.token(header -> {}, claims -> claims.put("typ", "ID")), "return"),
                exchange("gateway", keycloak.token(header -> {}, claims -> claims.put("aud", "account")), "return"));

        assertThat(refusals)
                .extracting(refusal -> refusal.json().path("error_description").asText())
                .containsOnly("the subject or actor token is refused");
    }

    @Test
    void exchange_subjectThatIsDenied_isInvalidRequest_andNobodyElses() throws IOException { // STS-21
        String text =
                Files.readString(TestPolicy.file()).replace("\"denied\": []", "\"denied\": [\"keycloak:mallory\"]");
        Path policy = Files.writeString(folder.resolve("policy.json"), text);
        try (RunningTokens denying = RunningTokens.start(
                folder,
                Clock.systemUTC(),
                Map.of(
                        "POLYRPC_TOKEN_ISSUERS",
                        keycloak.profile().toString(),
                        "POLYRPC_TOKEN_POLICY",
                        policy.toString()))) {
            assertThat(denying.exchange("gateway", keycloak.token("mallory", "returns:write"), "return", Map.of())
                            .error())
                    .isEqualTo("invalid_request");
            assertThat(denying.exchange("gateway", keycloak.token("alice", "returns:write"), "return", Map.of())
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void introspect_tokenOfAnotherIssuer_isNotActive() { // STS-11
        Answer answer = tokens.postTo(
                "/oauth2/introspect",
                "gateway",
                Map.of("client_id", "gateway", "token", keycloak.token("alice", "returns:write")));

        assertThat(answer.http().body()).isEqualTo("{\"active\":false}");
    }

    private static Answer exchange(String client, String token, String audience) {
        return tokens.exchange(client, token, audience, Map.of());
    }
}
