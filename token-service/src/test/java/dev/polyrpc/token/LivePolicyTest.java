package dev.polyrpc.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polyrpc.kit.testing.TestPolicy;
import dev.polyrpc.token.RunningTokens.Answer;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients and exchanges of the policy file change while the service runs. */
class LivePolicyTest {
    private static final String ALICES = "\"product:read\", \"returns:read\", \"returns:write\"";

    @TempDir
    Path folder;

    private Path policy;
    private RunningTokens tokens;

    @BeforeEach
    void start() throws IOException {
        policy = folder.resolve("policy.json");
        write(policy());
        tokens = RunningTokens.start(folder, new MovableClock(), Map.of("POLYRPC_TOKEN_POLICY", policy.toString()));
    }

    @AfterEach
    void stop() {
        tokens.close();
    }

    @Test
    void clientAndExchange_changed_areInForce() throws IOException { // STS-22
        assertThat(alices("returns:write").status()).isEqualTo(200);
        String token = tokens.own("alice", "gateway", "").token();
        assertThat(exchanged(token)).isEqualTo("returns:read returns:write");
        write(policy().replaceFirst(ALICES, "\"product:read\", \"returns:read\"")
                .replaceFirst("\"returns:write\": \"returns:write\",", ""));

        RunningTokens.await(() -> alices("returns:write").status() == 400);
        assertThat(alices("returns:write").error()).isEqualTo("invalid_scope");
        assertThat(alices("returns:read").status()).isEqualTo(200);
        assertThat(exchanged(token)).isEqualTo("returns:read");
    }

    @Test
    void client_takenOut_isUnknown() throws IOException { // STS-22
        assertThat(alices("").status()).isEqualTo(200);
        write(policy().replaceFirst("\"alice\": \\{", "\"alice-was\": {"));

        RunningTokens.await(() -> alices("").status() == 401);
        assertThat(alices("").error()).isEqualTo("invalid_client");
    }

    @Test
    void file_tornOrFaulty_isTakenUpInNoPart() throws IOException { // STS-22, TLS-19
        String bobDenied = policy().replace("\"denied\": []", "\"denied\": [\"bob\"]");
        List<String> faulty = List.of(
                bobDenied.substring(0, bobDenied.length() / 2),
                bobDenied.replaceFirst(ALICES, "\"nobody:knows\""),
                bobDenied.replaceFirst("\"client\": \"return\"", "\"client\": \"nobody\""),
                bobDenied.replaceFirst("\"roles\": \\[\"customer\"],", ""));
        for (int i = 0; i < faulty.size(); i++) {
            int refused = i + 1;
            write(faulty.get(i));
            RunningTokens.await(() -> refused() >= refused);

            assertThat(tokens.own("bob", "gateway", "").status()).isEqualTo(200);
            assertThat(alices("returns:write").status()).isEqualTo(200);
        }
        write(bobDenied);
        RunningTokens.await(() -> RunningTokens.status(() -> tokens.own("bob", "gateway", "")) == 401);
    }

    @Test
    void scopes_changed_areDiscovered() throws IOException {
        write(policy().replaceFirst("\"scopes\": \\[", "\"scopes\": [\"new:one\","));

        RunningTokens.await(() -> discovered().contains("new:one"));
    }

    private String discovered() {
        return tokens.send(
                        "alice",
                        HttpRequest.newBuilder(tokens.uri("/.well-known/openid-configuration"))
                                .GET())
                .http()
                .body();
    }

    private double refused() {
        return tokens.metrics()
                .lines()
                .filter(line -> line.startsWith("polyrpc_policy_reloads_total{") && line.contains("refused"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private Answer alices(String scope) {
        return tokens.own("alice", "gateway", scope);
    }

    private String exchanged(String token) {
        return tokens.exchange("gateway", token, "return", Map.of())
                .json()
                .path("scope")
                .asText();
    }

    private static String policy() throws IOException {
        return Files.readString(TestPolicy.file());
    }

    private void write(String text) throws IOException {
        Path draft = folder.resolve("policy.draft");
        Files.writeString(draft, text);
        Files.move(draft, policy, StandardCopyOption.ATOMIC_MOVE);
    }
}
