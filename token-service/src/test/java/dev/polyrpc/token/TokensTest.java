package dev.polyrpc.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.polyrpc.kit.identity.Caller;
import dev.polyrpc.kit.identity.JwksKeySource;
import dev.polyrpc.kit.identity.TokenClient;
import dev.polyrpc.kit.identity.TokenVerifier;
import dev.polyrpc.kit.identity.VerifierConfig;
import dev.polyrpc.kit.testing.TestCertificates;
import dev.polyrpc.token.RunningTokens.Answer;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokensTest {
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

    @Test
    void own_secretByBasic_isGranted() {
        Answer answer = basic("warehouse", RunningTokens.secret("warehouse"));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.claims().path("sub").asText()).isEqualTo("warehouse");
    }

    @Test
    void own_certificate_isGranted() {
        Answer answer = tokens.ownByCertificate("return", "return", "product-mgmt");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.claims().path("sub").asText()).isEqualTo("return");
        assertThat(answer.claims().path("scope").asText()).isEqualTo("product:read stock:quarantine stock:settle");
        assertThat(answer.claims().has("roles")).isFalse();
    }

    @Test
    void token_clientNotProven_isInvalidClient() { // STS-1
        Map<String, String> grant = Map.of("grant_type", "client_credentials", "audience", "product-mgmt");
        List<Answer> refusals = List.of(
                tokens.post("alice", grant),
                tokens.post("alice", with(grant, "client_id", "alice")), // her certificate is not how she is registered
                tokens.post("alice", with(grant, "client_id", "alice", "client_secret", "wrong")),
                tokens.post("alice", with(grant, "client_id", "alice", "client_secret", RunningTokens.secret("bob"))),
                tokens.post("alice", with(grant, "client_id", "mallory", "client_secret", "wrong")),
                tokens.post("gateway", with(grant, "client_id", "return")), // another process's certificate
                tokens.post("alice", with(grant, "client_id", "return")),
                tokens.post("return", with(grant, "client_id", "return", "client_secret", "wrong")),
                basic("alice", "wrong"),
                authorized("Basic %%%"),
                authorized("Basic " + Base64.getEncoder().encodeToString("no colon".getBytes(StandardCharsets.UTF_8))),
                authorized("Bearer " + tokens.own("alice", "gateway", "").token()));

        assertThat(refusals).allSatisfy(refusal -> {
            assertThat(refusal.status()).isEqualTo(401);
            assertThat(refusal.error()).isEqualTo("invalid_client");
            assertThat(refusal.header("WWW-Authenticate")).startsWith("Basic ");
            assertThat(refusal.json().has("access_token")).isFalse();
        });
    }

    @Test
    void token_provenTwoWays_isInvalidRequest() { // STS-1
        String body = RunningTokens.formEncoded(Map.of(
                "grant_type", "client_credentials",
                "audience", "gateway",
                "client_id", "alice",
                "client_secret", RunningTokens.secret("alice")));
        Answer answer = tokens.send(
                "alice",
                request("application/x-www-form-urlencoded", body)
                        .header("Authorization", basicValue("alice", RunningTokens.secret("alice"))));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.error()).isEqualTo("invalid_request");
    }

    @ParameterizedTest
    @ValueSource(strings = {"password", "authorization_code", "refresh_token", "CLIENT_CREDENTIALS", "implicit"})
    void token_unknownGrant_isUnsupported(String grant) { // STS-2
        assertRefused(
                tokens.post("return", Map.of("grant_type", grant, "client_id", "return")), "unsupported_grant_type");
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
    @ValueSource(strings = {"return", "gateway", "*", "*.polyrpc.test", "nowhere"})
    void exchange_audienceUnknownOrNotAllowed_isInvalidTarget(String audience) { // STS-4
        String subject = tokens.own("alice", "return", "").token();

        assertRefused(tokens.exchange("return", subject, audience, Map.of()), "invalid_target");
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

    @ParameterizedTest
    @ValueSource(strings = {"grant_type=client_credentials", "audience=gateway", "client_id=alice", "scope="})
    void token_parameterTwice_isInvalidRequest(String again) { // STS-8
        String body = RunningTokens.formEncoded(Map.of(
                "grant_type", "client_credentials",
                "audience", "gateway",
                "client_id", "alice",
                "scope", "product:read",
                "client_secret", RunningTokens.secret("alice")));

        assertThat(tokens.post("alice", body).status()).isEqualTo(200);
        assertRefused(tokens.post("alice", body + "&" + again), "invalid_request");
    }

    @Test
    void token_bodyOver16KiB_is413() { // STS-8
        String body = "grant_type=client_credentials&x=" + "x".repeat(16 * 1024);
        Answer known = tokens.post("alice", body);
        Answer chunked = tokens.send(
                "alice",
                HttpRequest.newBuilder(tokens.uri("/oauth2/token"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofInputStream(
                                () -> new java.io.ByteArrayInputStream(body.getBytes(StandardCharsets.US_ASCII)))));

        assertThat(known.status()).isEqualTo(413);
        assertThat(chunked.status()).isEqualTo(413);
        assertThat(tokens.own("alice", "gateway", "").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "text/plain", "multipart/form-data; boundary=x", "x"})
    void token_otherContentType_is415(String type) { // STS-8
        assertThat(tokens.send("alice", request(type, "{}")).status()).isEqualTo(415);
    }

    @Test
    void token_otherMethod_is405() { // STS-8
        Answer get = tokens.send(
                "alice", HttpRequest.newBuilder(tokens.uri("/oauth2/token")).GET());
        Answer put = tokens.send(
                "alice", HttpRequest.newBuilder(tokens.uri("/oauth2/token")).PUT(BodyPublishers.ofString("x=y")));

        assertThat(List.of(get, put)).allSatisfy(answer -> {
            assertThat(answer.status()).isEqualTo(405);
            assertThat(answer.header("Allow")).isEqualTo("POST");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"%zz=1", "a=%ff", "grant_type", "", "&&&", "=", "a=%"})
    void token_oddForm_isRefused(String body) { // STS-8
        assertThat(tokens.post("alice", body).status()).isIn(400, 401);
    }

    @Test
    void token_hundredBadSecretsInTenSeconds_is429ForThatClientAlone() { // STS-9
        Map<String, String> bad = Map.of(
                "grant_type",
                "client_credentials",
                "audience",
                "gateway",
                "client_id",
                "bob",
                "client_secret",
                "wrong");
        for (int i = 0; i < 100; i++) {
            assertThat(tokens.post("bob", bad).status()).isEqualTo(401);
        }

        Answer limited = tokens.post("bob", bad);
        assertThat(limited.status()).isEqualTo(429);
        assertThat(limited.header("Retry-After")).isEqualTo("10");
        assertThat(tokens.own("bob", "gateway", "").status()).isEqualTo(429);
        assertThat(tokens.own("alice", "gateway", "").status()).isEqualTo(200);
        clock.pass(Duration.ofSeconds(10));
        assertThat(tokens.own("bob", "gateway", "").status()).isEqualTo(200);
    }

    @Test
    void token_anyAnswer_isNotStored() { // STS-10
        List<Answer> answers = List.of(
                tokens.own("alice", "gateway", ""),
                tokens.own("alice", "nowhere", ""),
                tokens.own("alice", "gateway", "nonsense"),
                tokens.post("alice", "x=" + "x".repeat(17_000)),
                tokens.post("alice", "x=1&x=2"),
                tokens.send("alice", request("application/json", "{}")),
                tokens.send(
                        "alice",
                        HttpRequest.newBuilder(tokens.uri("/oauth2/token")).GET()));

        assertThat(answers)
                .allSatisfy(answer -> assertThat(answer.header("Cache-Control")).isEqualTo("no-store"));
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

            String exchanged = join(client.exchanged(subject, "product-mgmt"));
            Caller caller = join(verifier.verify(exchanged));
            assertThat(caller.subject()).isEqualTo("alice");
            assertThat(caller.actors()).containsExactly("return");
            assertThat(caller.scopes()).containsExactlyInAnyOrder("stock:quarantine", "product:read");
            assertThat(join(client.exchanged(subject, "product-mgmt"))).isEqualTo(exchanged);

            Caller own = join(verifier.verify(join(client.own("product-mgmt", Set.of("stock:settle")))));
            assertThat(own.subject()).isEqualTo("return");
            assertThat(own.scopes()).containsExactly("stock:settle");
        }
    }

    private static <T> T join(java.util.concurrent.CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    private static Map<String, String> actor(String token) {
        return Map.of("actor_token", token, "actor_token_type", ACCESS_TOKEN);
    }

    private static Map<String, String> with(Map<String, String> form, String... more) {
        Map<String, String> all = new HashMap<>(form);
        for (int i = 0; i < more.length; i += 2) {
            all.put(more[i], more[i + 1]);
        }
        return all;
    }

    private static Answer basic(String client, String secret) {
        return authorized(basicValue(client, secret));
    }

    private static Answer authorized(String authorization) {
        return tokens.send(
                "alice",
                request("application/x-www-form-urlencoded", "grant_type=client_credentials&audience=gateway")
                        .header("Authorization", authorization));
    }

    private static String basicValue(String client, String secret) {
        return "Basic " + Base64.getEncoder().encodeToString((client + ":" + secret).getBytes(StandardCharsets.UTF_8));
    }

    private static HttpRequest.Builder request(String type, String body) {
        return HttpRequest.newBuilder(tokens.uri("/oauth2/token"))
                .header("Content-Type", type)
                .POST(BodyPublishers.ofString(body));
    }

    private static void assertRefused(Answer answer, String error) {
        assertThat(answer.error()).isEqualTo(error);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().has("access_token")).isFalse();
    }
}
