package dev.polyrpc.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.polyrpc.kit.testing.TestCertificates;
import dev.polyrpc.kit.testing.TestPolicy;
import dev.polyrpc.token.RunningTokens.Answer;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
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
            RunningTokens.await(() -> RunningTokens.status(() -> service(tokens)) == 401);
            tokens.forgetConnections();

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

    @Test
    void exchange_deniedSubjectClientOrActor_isInvalidRequestUntilItIsNoLonger() throws Exception { // STS-21
        Path policy = folder.resolve("policy.json");
        deny(policy, "");
        try (RunningTokens tokens =
                RunningTokens.start(folder, new MovableClock(), Map.of("POLYRPC_TOKEN_POLICY", policy.toString()))) {
            String alices = tokens.own("alice", "gateway", "").token();
            String bobs = tokens.own("bob", "gateway", "").token();
            String handedOn =
                    tokens.exchange("gateway", alices, "return", Map.of()).token();
            assertThat(tokens.exchange("return", handedOn, "product-mgmt", Map.of())
                            .status())
                    .isEqualTo(200);

            deny(policy, "\"alice\"");
            RunningTokens.await(
                    () -> tokens.exchange("gateway", alices, "return", Map.of()).status() == 400);
            Answer subject = tokens.exchange("gateway", alices, "return", Map.of());
            assertThat(subject.error()).isEqualTo("invalid_request");
            assertThat(tokens.exchange("return", handedOn, "product-mgmt", Map.of())
                            .error())
                    .isEqualTo("invalid_request");
            assertThat(tokens.exchange("gateway", bobs, "return", Map.of()).status())
                    .isEqualTo(200);
            assertThat(introspected(tokens, alices)).isEqualTo("{\"active\":false}");

            deny(policy, "\"gateway\"");
            RunningTokens.await(
                    () -> RunningTokens.status(() -> tokens.exchange("gateway", alices, "return", Map.of())) == 401);
            Answer actor = tokens.exchange("return", handedOn, "product-mgmt", Map.of());
            assertThat(actor.http().body()).isEqualTo(subject.http().body());

            deny(policy, "");
            RunningTokens.await(() -> tokens.exchange("return", handedOn, "product-mgmt", Map.of())
                            .status()
                    == 200);
        }
    }

    @Test
    void connection_ofADeniedProcess_isCutOff_andNobodyElses() throws Exception { // TLS-16
        Path policy = folder.resolve("policy.json");
        deny(policy, "");
        try (RunningTokens tokens = RunningTokens.start(
                        folder, new MovableClock(), Map.of("POLYRPC_TOKEN_POLICY", policy.toString()));
                SSLSocket denied = connect(tokens, "return");
                SSLSocket other = connect(tokens, "gateway")) {
            denied.startHandshake();
            other.startHandshake();
            denied.setSoTimeout(500);
            assertThatThrownBy(() -> denied.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
            denied.setSoTimeout(15_000);
            deny(policy, "\"return\"");

            assertThat(denied.getInputStream().read()).isEqualTo(-1);
            assertThat(served(other)).isEqualTo("HTTP/1.1 200 OK");
        }
    }

    private static String introspected(RunningTokens tokens, String token) {
        return tokens.postTo("/oauth2/introspect", "gateway", Map.of("client_id", "gateway", "token", token))
                .http()
                .body();
    }

    private static SSLSocket connect(RunningTokens tokens, String leaf) throws IOException {
        SSLSocket socket = (SSLSocket) TestCertificates.identity(leaf)
                .https("token")
                .getSocketFactory()
                .createSocket("localhost", tokens.uri("/").getPort());
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.setSoTimeout(15_000);
        return socket;
    }

    private static String served(SSLSocket socket) throws IOException {
        String request = "GET /.well-known/openid-configuration HTTP/1.1\r\nHost: localhost\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        StringBuilder answer = new StringBuilder();
        for (int read = 0; read != -1 && !answer.toString().endsWith("}"); ) {
            read = socket.getInputStream().read();
            answer.append((char) read);
        }
        return answer.substring(0, Math.max(0, answer.indexOf("\r")));
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
