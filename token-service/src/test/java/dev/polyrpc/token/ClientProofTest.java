package dev.polyrpc.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polyrpc.token.RunningTokens.Answer;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClientProofTest {
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
                tokens.post(
                        "auditor", with(grant, "client_id", "auditor")), // his certificate is not how he is registered
                tokens.post("bob", with(grant, "client_id", "alice")), // hers would be, but not his
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
        assertThat(tokens.own("bob", "gateway", "").status()).isEqualTo(200); // else anyone could lock bob out
        assertThat(tokens.post("alice", with(bad, "client_id", "alice")).status())
                .isEqualTo(401);
        clock.pass(Duration.ofSeconds(10));
        assertThat(tokens.post("bob", bad).status()).isEqualTo(401);
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
}
