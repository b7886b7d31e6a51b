package dev.polyrpc.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polyrpc.token.RunningTokens.Answer;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenRequestTest {
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

    @ParameterizedTest
    @ValueSource(strings = {"password", "authorization_code", "refresh_token", "CLIENT_CREDENTIALS", "implicit"})
    void token_unknownGrant_isUnsupported(String grant) { // STS-2
        assertRefused(
                tokens.post("return", Map.of("grant_type", grant, "client_id", "return")), "unsupported_grant_type");
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
