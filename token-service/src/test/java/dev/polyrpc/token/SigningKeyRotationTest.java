package dev.polyrpc.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.polyrpc.token.RunningTokens.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SigningKeyRotationTest {
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
    void rotate_newKey_isPublishedThenSignsThenStandsAlone() throws Exception { // STS-16
        Answer before = subject();
        String first = kid(before);
        String second = rotate();
        RunningTokens.await(() -> published().contains(second));

        assertThat(kid(subject())).isEqualTo(first); // verifiers have not learnt of the new one yet
        assertThat(published()).containsExactly(first, second);
        clock.pass(Duration.ofSeconds(60));
        assertThat(kid(subject())).isEqualTo(second);
        assertThat(published()).containsExactly(second, first);
        assertThat(tokens.metrics())
                .contains("polyrpc_token_signing_key{kid=\"%s\",state=\"signs\"} 1.0".formatted(second))
                .contains("polyrpc_token_signing_key{kid=\"%s\",state=\"retired\"} 1.0".formatted(first));
        assertThat(exchange(before).status()).isEqualTo(200); // an old token is as good as before

        clock.pass(Duration.ofSeconds(629));
        assertThat(published()).containsExactly(second, first);
        clock.pass(Duration.ofSeconds(1));
        assertThat(published()).containsExactly(second);
        RunningTokens.await(() -> files().size() == 1);
        assertThat(tokens.metrics()).doesNotContain(first);
    }

    @Test
    void rotate_restartInTheMiddle_changesNothing() throws Exception { // STS-16
        Answer before = subject();
        String second = rotate();
        RunningTokens.await(() -> published().contains(second));
        tokens.close();
        tokens = RunningTokens.start(folder, clock);

        assertThat(kid(subject())).isEqualTo(kid(before));
        assertThat(exchange(before).status()).isEqualTo(200);
        clock.pass(Duration.ofSeconds(60));
        tokens.close();
        tokens = RunningTokens.start(folder, clock);
        assertThat(kid(subject())).isEqualTo(second);
        assertThat(exchange(before).status()).isEqualTo(200);
    }

    @Test
    void rotate_tornOrForeignFile_keepsTheLastGoodSet() throws Exception { // STS-15
        Answer before = subject();
        Path torn = keys().resolve("20260501T120001000Z.pem");
        for (String text : List.of("", "-----BEGIN EC PRIVATE KEY-----\nMHcC\n", "no key")) {
            Files.writeString(torn, text);
            Path foreign = Files.writeString(keys().resolve("notes.txt"), text);
            RunningTokens.await(() -> tokens.metrics().contains("reloads_total{outcome=\"kept\"}"));
            clock.pass(Duration.ofMinutes(1));

            assertThat(published()).containsExactly(kid(before));
            assertThat(kid(subject())).isEqualTo(kid(before));
            assertThat(files()).contains(torn); // never ours to remove
            Files.delete(foreign);
        }
        Files.delete(torn);
        String second = rotate();
        RunningTokens.await(() -> published().contains(second));
    }

    @Test
    void rotate_folderEmptied_keepsTheLastGoodSet() throws Exception { // STS-15
        Answer before = subject();
        Files.delete(files().get(0));
        RunningTokens.await(() -> tokens.metrics().contains("reloads_total{outcome=\"kept\"}"));

        assertThat(exchange(before).status()).isEqualTo(200);
        assertThat(kid(subject())).isEqualTo(kid(before));
    }

    @Test
    void withdraw_fileOfAKeyRemoved_itsTokensAreBelievedNoMore() throws Exception { // STS-19
        Answer before = subject();
        Path first = files().get(0);
        assertThat(exchange(before).status()).isEqualTo(200); // and so known from now on
        assertThat(introspect(before).json().path("active").asBoolean()).isTrue();
        String second = rotate();
        RunningTokens.await(() -> published().contains(second));
        Files.delete(first);
        RunningTokens.await(() -> published().equals(List.of(second)));

        RunningTokens.await(() -> exchange(before).error().equals("invalid_request"));
        assertThat(introspect(before).http().body()).isEqualTo("{\"active\":false}");
        assertThat(exchange(subject()).status()).isEqualTo(200);
    }

    @Test
    void command_misused_saysHow() {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream errors = new PrintStream(said, true, StandardCharsets.UTF_8);

        assertThat(NewSigningKey.run(new String[] {"rotate"}, Map.of(), clock, errors, errors))
                .isEqualTo(2);
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("rotate-signing-key");
        said.reset();
        Map<String, String> file =
                Map.of("POLYRPC_TOKEN_SIGNING_KEYS", files().get(0).toString());
        assertThat(NewSigningKey.run(new String[] {"rotate-signing-key"}, file, clock, errors, errors))
                .isEqualTo(78);
        assertThat(said.toString(StandardCharsets.UTF_8)).startsWith("POLYRPC_TOKEN_SIGNING_KEYS: ");
    }

    /** A key made now by the test's clock; the command does the same by the system's. */
    private String rotate() throws IOException {
        clock.pass(Duration.ofSeconds(1)); // no two keys are of the same moment
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
        Map<String, String> environment =
                Map.of("POLYRPC_TOKEN_SIGNING_KEYS", keys().toString(), "POLYRPC_TOKEN_HTTPS_PORT", "not ours to read");
        assertThat(NewSigningKey.run(new String[] {"rotate-signing-key"}, environment, clock, out, out))
                .isZero();
        return said.toString(StandardCharsets.UTF_8).strip().replaceFirst("^new signing key: ", "");
    }

    private Answer subject() {
        return tokens.own("alice", "return", "");
    }

    private Answer exchange(Answer subject) {
        return tokens.exchange("return", subject.token(), "product-mgmt", Map.of());
    }

    private Answer introspect(Answer token) {
        return tokens.postTo("/oauth2/introspect", "return", Map.of("client_id", "return", "token", token.token()));
    }

    private static String kid(Answer answer) {
        return answer.header().path("kid").asText();
    }

    private List<String> published() {
        JsonNode keys = tokens.send("alice", HttpRequest.newBuilder(tokens.uri("/.well-known/jwks.json")))
                .json()
                .path("keys");
        return StreamSupport.stream(keys.spliterator(), false)
                .map(key -> key.path("kid").asText())
                .toList();
    }

    private Path keys() {
        return folder.resolve("keys");
    }

    private List<Path> files() {
        try (Stream<Path> files = Files.list(keys())) {
            return files.toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
