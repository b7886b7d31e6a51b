package dev.polyrpc.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.polyrpc.kit.identity.Caller;
import dev.polyrpc.kit.identity.JwksKeySource;
import dev.polyrpc.kit.identity.TokenClient;
import dev.polyrpc.kit.identity.TokenVerifier;
import dev.polyrpc.kit.identity.VerifierConfig;
import dev.polyrpc.kit.testing.FreePort;
import dev.polyrpc.kit.testing.TestCertificates;
import dev.polyrpc.token.RunningTokens.Answer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokensTest {
    @TempDir
    static Path folder;

    static MovableClock clock = new MovableClock();
    static RunningTokens tokens;

    @BeforeAll
    static void start() {
        tokens = RunningTokens.start(folder, clock);
    }

    @AfterAll
    static void stop() {
        tokens.close();
    }

    @Test
    void own_devClient_isAccessTokenOfRfc9068() {
        Answer answer = tokens.own("alice", "gateway", "");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("token_type").asText()).isEqualTo("Bearer");
        assertThat(answer.json().path("expires_in").asInt()).isEqualTo(300);
        assertThat(answer.json().path("scope").asText()).isEqualTo("product:read returns:read returns:write");
        assertThat(answer.header().path("typ").asText()).isEqualTo("at+jwt");
        assertThat(answer.header().path("alg").asText()).isEqualTo("ES256");
        JsonNode claims = answer.claims();
        assertThat(claims.path("iss").asText()).isEqualTo(RunningTokens.ISSUER);
        assertThat(claims.path("aud").isTextual()).isTrue();
        assertThat(claims.path("aud").asText()).isEqualTo("gateway.polyrpc.test");
        assertThat(claims.path("sub").asText()).isEqualTo("alice");
        assertThat(claims.path("client_id").asText()).isEqualTo("alice");
        assertThat(claims.path("roles").path(0).asText()).isEqualTo("customer");
        assertThat(claims.path("exp").asLong() - claims.path("iat").asLong()).isEqualTo(300);
        assertThat(claims.path("jti").asText()).isNotEmpty();
        assertThat(claims.has("act")).isFalse();
    }

    @Test
    void own_narrowerScope_isThatScope() {
        Answer answer = tokens.own("warehouse", "product-mgmt.polyrpc.test", "product:read stock:adjust");

        assertThat(answer.claims().path("scope").asText()).isEqualTo("product:read stock:adjust");
        assertThat(answer.claims().path("aud").asText()).isEqualTo("product-mgmt.polyrpc.test");
    }

    @ParameterizedTest
    @CsvSource({
        "alice, nowhere",
        "alice, *",
        "alice, *.polyrpc.test",
        "warehouse, *",
        "auditor, *.*.polyrpc.test",
        "alice, gateway.polyrpc.test.evil.test",
        "alice, token",
        "alice, ' '"
    })
    void own_audienceUnknownOrNotAllowed_isInvalidTarget(String client, String audience) { // STS-4
        assertRefused(tokens.own(client, audience, ""), "invalid_target");
    }

    @Test
    void own_noAudience_isInvalidTarget() { // STS-4
        assertRefused(tokens.own("alice", "", ""), "invalid_target");
    }

    @Test
    void own_patternForTheAuditorAlone_isGranted() {
        Answer answer = tokens.own("auditor", "*", "");

        assertThat(answer.claims().path("aud").asText()).isEqualTo("*.polyrpc.test");
        assertThat(answer.claims().path("scope").asText()).isEqualTo("product:read returns:read");
    }

    @ParameterizedTest
    @CsvSource({
        "alice, product:write",
        "alice, returns:inspect",
        "alice, stock:quarantine",
        "warehouse, stock:settle",
        "auditor, returns:write",
        "alice, 'product:read nonsense'",
        "alice, 'product:read  returns:read'",
        "alice, PRODUCT:READ"
    })
    void own_scopeOutsideThePolicy_isInvalidScope(String client, String scope) { // STS-5
        assertRefused(tokens.own(client, "product-mgmt", scope), "invalid_scope");
    }

    @Test
    void discovery_namesWhatThereIs() {
        for (String path : List.of("/.well-known/openid-configuration", "/.well-known/oauth-authorization-server")) {
            JsonNode document = tokens.send("alice", HttpRequest.newBuilder(tokens.uri(path)))
                    .json();
            assertThat(document.path("issuer").asText()).isEqualTo(RunningTokens.ISSUER);
            assertThat(document.path("token_endpoint").asText()).isEqualTo(RunningTokens.ISSUER + "/oauth2/token");
            assertThat(document.path("jwks_uri").asText()).isEqualTo(RunningTokens.ISSUER + "/.well-known/jwks.json");
        }
    }

    @Test
    void jwks_holdsNoPrivateKey() {
        JsonNode key = tokens.send("alice", HttpRequest.newBuilder(tokens.uri("/.well-known/jwks.json")))
                .json()
                .path("keys")
                .path(0);

        assertThat(key.path("alg").asText()).isEqualTo("ES256");
        assertThat(key.path("kid").asText())
                .isEqualTo(
                        tokens.own("alice", "gateway", "").header().path("kid").asText());
        assertThat(key.has("d")).isFalse();
    }

    @Test
    void requestId_usable_isAnswered() {
        HttpRequest.Builder request = HttpRequest.newBuilder(tokens.uri("/.well-known/jwks.json"));
        assertThat(tokens.send("alice", request.header("x-request-id", "abc-1")).header("x-request-id"))
                .isEqualTo("abc-1");
    }

    @Test
    void tokenClient_throughTheRealService_yieldsWhatTheRealVerifierTakes() {
        try (RunningTokens real = RunningTokens.start(folder.resolve("real"), Clock.systemUTC());
                TokenVerifier verifier = TokenVerifier.create(
                        new VerifierConfig(RunningTokens.ISSUER, "product-mgmt.polyrpc.test"),
                        JwksKeySource.create(
                                real.uri("/.well-known/jwks.json"), TestCertificates.identity("product-mgmt")))) {
            String subject = real.own("alice", "return", "").token();
            TokenClient client = TokenClient.create(real.uri("/"), "return", TestCertificates.identity("return"));

            String exchanged = join(client.exchanged(subject, "product-mgmt", null));
            Caller caller = join(verifier.verify(exchanged));
            assertThat(caller.subject()).isEqualTo("alice");
            assertThat(caller.actors()).containsExactly("return");
            assertThat(caller.scopes()).containsExactlyInAnyOrder("stock:quarantine", "product:read");
            assertThat(join(client.exchanged(subject, "product-mgmt", null))).isEqualTo(exchanged);

            Caller own = join(verifier.verify(join(client.own("product-mgmt", Set.of("stock:settle"), null))));
            assertThat(own.subject()).isEqualTo("return");
            assertThat(own.scopes()).containsExactly("stock:settle");
        }
    }

    @Test
    void start_httpsPortTaken_leavesNothingOpen() throws Exception {
        int free = FreePort.find();
        int taken = tokens.uri("/").getPort();
        assertThatThrownBy(() -> RunningTokens.start(folder, clock, taken, free))
                .hasMessage("port %d: cannot listen", taken);
        try (ServerSocket again = new ServerSocket(free, 1, InetAddress.getLoopbackAddress())) {
            assertThat(again.isBound()).isTrue();
        }
    }

    @Test
    void close_twice_doesNothingMore() {
        RunningTokens brief = RunningTokens.start(folder, clock);
        brief.close();

        assertThatCode(brief::close).doesNotThrowAnyException();
    }

    private static <T> T join(java.util.concurrent.CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    private static void assertRefused(Answer answer, String error) {
        assertThat(answer.error()).isEqualTo(error);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().has("access_token")).isFalse();
    }
}
