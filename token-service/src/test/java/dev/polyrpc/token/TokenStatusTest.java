package dev.polyrpc.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.polyrpc.token.RunningTokens.Answer;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenStatusTest {
    private static final String INTROSPECT = "/oauth2/introspect";
    private static final String REVOKE = "/oauth2/revoke";

    @TempDir
    Path folder;

    MovableClock clock = new MovableClock();
    RunningTokens tokens;

    @BeforeEach
    void start() {
        tokens = RunningTokens.start(folder, clock);
    }

    @AfterEach
    void stop() {
        tokens.close();
    }

    @Test
    void introspect_goodTokenByItsAudience_saysAllOfIt() {
        Answer issued = tokens.own("alice", "return", "");
        Answer answer = introspect("return", issued.token());

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store"); // STS-10
        JsonNode said = answer.json();
        assertThat(said.path("active").asBoolean()).isTrue();
        assertThat(said.path("token_type").asText()).isEqualTo("Bearer");
        for (Map.Entry<String, JsonNode> claim : issued.claims().properties()) {
            assertThat(said.path(claim.getKey())).as(claim.getKey()).isEqualTo(claim.getValue());
        }
    }

    @Test
    void introspect_byAnybodyElse_isNotActiveAndNoMore() { // STS-11
        String token = tokens.own("alice", "return", "").token();
        List<Answer> answers = List.of(
                introspect("gateway", token), // a service, but not the one that it is meant for
                introspect("alice", token), // whom it was issued to, and who need not know more than that
                introspect("return", "nonsense"),
                introspect("return", token + "A"),
                introspect("return", tokens.own("alice", "gateway", "").token()),
                introspect("bob", tokens.own("auditor", "*", "").token())); // for all services, and bob is none

        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.http().body()).isEqualTo("{\"active\":false}");
        });
    }

    @Test
    void introspect_endedToken_isNotActive() { // STS-11
        String token = tokens.own("alice", "return", "").token();
        clock.pass(Duration.ofMinutes(5)); // others still take it, for the skew of clocks

        assertThat(introspect("return", token).http().body()).isEqualTo("{\"active\":false}");
    }

    @ParameterizedTest
    @ValueSource(strings = {INTROSPECT, REVOKE})
    void pages_noProofOrNoForm_areRefusedAsAtTheTokenEndpoint(String path) { // STS-1, STS-8
        String token = tokens.own("alice", "return", "").token();
        Answer stranger = tokens.postTo(path, "alice", Map.of("client_id", "return", "token", token));
        Answer nobody = tokens.postTo(path, "alice", Map.of("token", token));
        Answer noToken = tokens.postTo(path, "return", Map.of("client_id", "return"));
        Answer get = tokens.send("return", HttpRequest.newBuilder(tokens.uri(path)));
        Answer json = tokens.send(
                "return",
                HttpRequest.newBuilder(tokens.uri(path))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString("{}")));

        assertThat(List.of(stranger, nobody))
                .allSatisfy(answer -> assertThat(answer.error()).isEqualTo("invalid_client"))
                .allSatisfy(answer -> assertThat(answer.status()).isEqualTo(401));
        assertThat(noToken.error()).isEqualTo("invalid_request");
        assertThat(get.status()).isEqualTo(405);
        assertThat(json.status()).isEqualTo(415);
    }

    @Test
    void pages_failuresAtAnyOfThem_countTogether() { // STS-9
        Map<String, String> bad = Map.of("client_id", "bob", "client_secret", "wrong", "token", "x");
        for (int i = 0; i < 100; i++) {
            String path = List.of(INTROSPECT, REVOKE, "/oauth2/token").get(i % 3);
            assertThat(tokens.postTo(path, "alice", bad).status()).isEqualTo(401);
        }

        assertThat(tokens.postTo(REVOKE, "alice", bad).status()).isEqualTo(429);
        assertThat(tokens.postTo(INTROSPECT, "alice", bad).status()).isEqualTo(429);
    }

    @Test
    void revoke_byItsClient_endsItForExchangeAndIntrospection() { // STS-12
        String token = tokens.own("alice", "return", "").token();
        assertThat(exchange(token).status()).isEqualTo(200);
        Answer revoked = revoke("alice", token);

        assertThat(revoked.status()).isEqualTo(200);
        assertThat(exchange(token).error()).isEqualTo("invalid_request");
        assertThat(exchange(token).json().path("error_description").asText())
                .isEqualTo("the subject or actor token is refused");
        assertThat(introspect("return", token).json().path("active").asBoolean())
                .isFalse();
        assertThat(revoke("alice", token).status()).isEqualTo(200); // twice is as good as once
        assertThat(exchange(tokens.own("alice", "return", "").token()).status()).isEqualTo(200); // others go on
    }

    @Test
    void revoke_thenRestart_isStillRevoked() throws Exception { // STS-12
        String token = tokens.own("alice", "return", "").token();
        revoke("alice", token);
        tokens.close();
        Path file = folder.resolve("revocations");
        Files.writeString(file, "17776368", StandardOpenOption.APPEND); // died while it wrote the next
        tokens = RunningTokens.start(folder, clock);

        assertThat(exchange(token).error()).isEqualTo("invalid_request");
        assertThat(Files.readAllLines(file)).hasSize(1);
        clock.pass(Duration.ofSeconds(330)); // nobody believes it any more
        tokens.close();
        tokens = RunningTokens.start(folder, clock);
        assertThat(file).isEmptyFile();
    }

    @Test
    void revoke_byAnotherClient_isRefused() { // STS-13
        String token = tokens.own("alice", "return", "").token();
        Answer answer = revoke("bob", token);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.error()).isEqualTo("unauthorized_client");
        assertThat(revoke("return", token).status()).isEqualTo(400); // not even the one that it is meant for
        assertThat(exchange(token).status()).isEqualTo(200);
    }

    @Test
    void revoke_noGoodToken_saysNothing() { // STS-13
        Answer answer = revoke("bob", "nonsense");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json()).isEmpty();
    }

    @Test
    void revoke_tokenForAll_isKnownWhoeverItIsFor() { // STS-12
        String token = tokens.own("auditor", "*", "").token();
        assertThat(introspect("return", token).json().path("aud").asText()).isEqualTo("*.polyrpc.test");
        revoke("auditor", token);

        assertThat(introspect("return", token).json().path("active").asBoolean())
                .isFalse();
    }

    private Answer introspect(String client, String token) {
        return tokens.postTo(INTROSPECT, client, proof(client, token));
    }

    private Answer revoke(String client, String token) {
        return tokens.postTo(REVOKE, client, proof(client, token));
    }

    private Answer exchange(String token) {
        return tokens.exchange("return", token, "product-mgmt", Map.of());
    }

    /** Services prove themselves with their certificates. */
    private static Map<String, String> proof(String client, String token) {
        Map<String, String> form = new HashMap<>(Map.of("client_id", client, "token", token));
        if (!List.of("return", "gateway").contains(client)) {
            form.put("client_secret", RunningTokens.secret(client));
        }
        return form;
    }
}
