package dev.polyrpc.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.polyrpc.kit.settings.Profile;
import dev.polyrpc.token.RunningTokens.Answer;
import dev.polyrpc.token.domain.DatedKey;
import dev.polyrpc.token.domain.Grant;
import dev.polyrpc.token.domain.KeySchedule;
import dev.polyrpc.token.outbound.file.SigningKeyFolder;
import dev.polyrpc.token.outbound.jose.JwtSigner;
import dev.polyrpc.token.outbound.jose.SigningKeys;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenExchangeTest {
    private static final String ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token";

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
    void exchange_badSubjectToken_isInvalidRequestInOneWording() { // STS-3
        String good = tokens.own("alice", "return", "").token();
        String forGateway = tokens.own("alice", "gateway", "").token();
        List<Answer> refusals = List.of(
                tokens.exchange("return", "not a token", "product-mgmt", Map.of()),
                tokens.exchange("return", good + "A", "product-mgmt", Map.of()),
                tokens.exchange("return", forGateway, "product-mgmt", Map.of()), // not meant for return
                tokens.exchange("return", good.replaceFirst("^[^.]+", "eyJhbGciOiJub25lIn0"), "product-mgmt", Map.of()),
                tokens.exchange("return", good, "product-mgmt", actor("nonsense")),
                tokens.exchange("return", good, "product-mgmt", actor(good))); // good, but not return's own

        assertThat(refusals).allSatisfy(refusal -> assertRefused(refusal, "invalid_request"));
        assertThat(refusals)
                .extracting(refusal -> refusal.json().path("error_description").asText())
                .containsOnly("the subject or actor token is refused");
    }

    @Test
    void exchange_chainOfActors_isAtMostFourLong() throws IOException { // STS-7
        String three = acted(List.of("a", "b", "c"));
        String four = acted(List.of("a", "b", "c", "d"));

        Answer fourth = tokens.exchange("return", three, "product-mgmt", Map.of());
        assertThat(fourth.status()).isEqualTo(200);
        assertThat(fourth.claims().path("act").path("sub").asText()).isEqualTo("return");
        Answer fifth = tokens.exchange("return", four, "product-mgmt", Map.of());
        assertRefused(fifth, "invalid_request");
        assertThat(fifth.json().path("error_description").asText()).contains("exchanged too often");
    }

    /** A good token with more actors than the policy's exchanges can yield, under the service's own key. */
    private static String acted(List<String> actors) throws IOException {
        List<DatedKey> keys = SigningKeyFolder.open(folder.resolve("keys"), Profile.DEVELOPMENT)
                .read();
        SigningKeys signing = new SigningKeys(new KeySchedule(keys, Duration.ofMinutes(1)), clock);
        Instant now = clock.instant();
        return new JwtSigner(RunningTokens.ISSUER, signing)
                .sign(new Grant(
                        UUID.randomUUID().toString(),
                        "alice",
                        "d",
                        "return.polyrpc.test",
                        Set.of("returns:read"),
                        Set.of(),
                        actors,
                        now,
                        now.plusSeconds(60),
                        null));
    }

    @Test
    void exchange_parameterMissingOrOfOtherType_isInvalidRequest() { // STS-3
        String good = tokens.own("alice", "return", "").token();
        String type = "subject_token_type";
        assertRefused(tokens.exchange("return", good, "product-mgmt", Map.of(type, "")), "invalid_request");
        assertRefused(tokens.exchange("return", good, "product-mgmt", Map.of(type, "jwt")), "invalid_request");
        assertRefused(tokens.exchange("return", "", "product-mgmt", Map.of()), "invalid_request");
        assertRefused(tokens.exchange("return", good, "product-mgmt", Map.of("actor_token", good)), "invalid_request");
        assertRefused(
                tokens.exchange("return", good, "product-mgmt", Map.of("requested_token_type", "saml")),
                "invalid_request");
    }

    @ParameterizedTest
    @ValueSource(strings = {"return", "gateway", "*", "*.polyrpc.test", "nowhere"})
    void exchange_audienceUnknownOrNotAllowed_isInvalidTarget(String audience) { // STS-4
        String subject = tokens.own("alice", "return", "").token();

        assertRefused(tokens.exchange("return", subject, audience, Map.of()), "invalid_target");
    }

    @Test
    void exchange_scopeOutsideTheTable_isInvalidScope() { // STS-5
        String writes = tokens.own("alice", "return", "returns:write").token();
        String reads = tokens.own("alice", "return", "returns:read").token();
        String other = tokens.own("alice", "return", "product:read").token();

        assertRefused(
                tokens.exchange("return", writes, "product-mgmt", Map.of("scope", "stock:settle")), "invalid_scope");
        assertRefused(
                tokens.exchange("return", writes, "product-mgmt", Map.of("scope", "returns:write")), "invalid_scope");
        assertRefused(
                tokens.exchange("return", reads, "product-mgmt", Map.of("scope", "product:read stock:quarantine")),
                "invalid_scope");
        assertRefused(tokens.exchange("return", other, "product-mgmt", Map.of()), "invalid_scope"); // yields nothing
    }

    @ParameterizedTest
    @CsvSource({
        "alice, return, returns:write, product-mgmt, stock:quarantine",
        "alice, return, returns:read, product-mgmt, product:read",
        "warehouse, return, returns:inspect, product-mgmt, stock:settle",
        "alice, gateway, 'product:read returns:write', return, returns:write",
        "warehouse, gateway, '', product-mgmt, 'product:read product:write stock:adjust'",
        "warehouse, gateway, '', return, 'returns:inspect returns:read'"
    })
    void exchange_byTheTable_keepsSubjectAndNamesActor(
            String subject, String through, String scope, String audience, String result) {
        Answer own = tokens.own(subject, through, scope);
        Answer answer = tokens.exchange(through, own.token(), audience, Map.of());

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("issued_token_type").asText()).isEqualTo(ACCESS_TOKEN);
        assertThat(answer.json().path("scope").asText()).isEqualTo(result);
        JsonNode claims = answer.claims();
        assertThat(claims.path("sub").asText()).isEqualTo(subject);
        assertThat(claims.path("client_id").asText()).isEqualTo(through);
        assertThat(claims.path("aud").asText()).isEqualTo(audience + ".polyrpc.test");
        assertThat(claims.path("scope").asText()).isEqualTo(result);
        assertThat(claims.path("roles")).isEqualTo(own.claims().path("roles"));
        assertThat(claims.path("act")).isEqualTo(RunningTokens.json("{\"sub\":\"%s\"}".formatted(through)));
    }

    @Test
    void exchange_twice_nestsTheEarlierActor() {
        String first = tokens.own("alice", "gateway", "").token();
        String second = tokens.exchange("gateway", first, "return", Map.of()).token();
        Answer third = tokens.exchange("return", second, "product-mgmt", Map.of("scope", "stock:quarantine"));

        assertThat(third.claims().path("sub").asText()).isEqualTo("alice");
        assertThat(third.claims().path("act"))
                .isEqualTo(RunningTokens.json("{\"sub\":\"return\",\"act\":{\"sub\":\"gateway\"}}"));
        assertThat(third.claims().path("scope").asText()).isEqualTo("stock:quarantine");
    }

    @Test
    void exchange_actorTokenOfTheClient_isAccepted() {
        String subject = tokens.own("alice", "return", "").token();
        String actor =
                tokens.ownByCertificate("return", "return", "product-mgmt").token();

        Answer answer = tokens.exchange("return", subject, "product-mgmt", actor(actor));

        assertThat(answer.claims().path("act").path("sub").asText()).isEqualTo("return");
    }

    @Test
    void exchange_byDevClient_isUnauthorizedClient() {
        String subject = tokens.own("bob", "return", "").token();

        assertRefused(
                tokens.exchange("alice", subject, "return", Map.of("client_secret", RunningTokens.secret("alice"))),
                "unauthorized_client");
        assertRefused(tokens.ownByCertificate("gateway", "gateway", "return"), "unauthorized_client");
    }

    @Test
    void exchange_endsNoLaterThanTheSubject() { // STS-6
        Answer subject = tokens.own("alice", "return", "");
        clock.pass(Duration.ofSeconds(200));
        Answer answer = tokens.exchange("return", subject.token(), "product-mgmt", Map.of());

        assertThat(answer.claims().path("exp")).isEqualTo(subject.claims().path("exp"));
        assertThat(answer.json().path("expires_in").asInt()).isEqualTo(100);

        clock.pass(Duration.ofSeconds(110)); // past its end, within the skew that verifiers allow
        assertRefused(tokens.exchange("return", subject.token(), "product-mgmt", Map.of()), "invalid_request");
    }

    private static Map<String, String> actor(String token) {
        return Map.of("actor_token", token, "actor_token_type", ACCESS_TOKEN);
    }

    private static void assertRefused(Answer answer, String error) {
        assertThat(answer.error()).isEqualTo(error);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().has("access_token")).isFalse();
    }
}
