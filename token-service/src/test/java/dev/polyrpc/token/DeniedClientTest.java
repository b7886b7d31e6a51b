package dev.polyrpc.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polyrpc.kit.testing.TestPolicy;
import dev.polyrpc.token.RunningTokens.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeniedClientTest {
    @TempDir
    Path folder;

    @Test
    void token_deniedWhileRunning_isInvalidClientUntilItNoLongerIs() throws Exception { // STS-17
        Path policy = folder.resolve("policy.json");
        deny(policy, "");
        try (RunningTokens tokens =
                RunningTokens.start(folder, new MovableClock(), Map.of("POLYRPC_TOKEN_POLICY", policy.toString()))) {
            assertThat(service(tokens).status()).isEqualTo(200);
            deny(policy, "\"return\", \"bob\"");
            RunningTokens.await(() -> service(tokens).status() == 401);

            assertThat(service(tokens).error()).isEqualTo("invalid_client");
            assertThat(tokens.own("bob", "gateway", "").error()).isEqualTo("invalid_client"); // his secret is right
            assertThat(tokens.own("alice", "gateway", "").status()).isEqualTo(200);
            // Her own secret, but over a connection of the process that is denied.
            Map<String, String> form = Map.of(
                    "grant_type",
                    "client_credentials",
                    "audience",
                    "gateway",
                    "client_id",
                    "alice",
                    "client_secret",
                    RunningTokens.secret("alice"));
            assertThat(tokens.post("return", form).error()).isEqualTo("invalid_client");

            deny(policy, "");
            RunningTokens.await(() -> service(tokens).status() == 200);
        }
    }

    private static Answer service(RunningTokens tokens) {
        return tokens.ownByCertificate("return", "return", "product-mgmt");
    }

    private void deny(Path policy, String names) throws IOException {
        String text = Files.readString(TestPolicy.file());
        assertThat(text).contains("\"denied\": []");
        Path draft = folder.resolve("policy.draft");
        Files.writeString(draft, text.replace("\"denied\": []", "\"denied\": [%s]".formatted(names)));
        Files.move(draft, policy, StandardCopyOption.ATOMIC_MOVE);
    }
}
